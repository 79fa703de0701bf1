import { isHttps } from './cookies.ts'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of every answer the router gives. An answer's own headers win. */
export function secure(response: Response, url: string): Response {
  const { headers } = response
  const give = (name: string, value: string) => headers.has(name) || headers.set(name, value)
  give('x-content-type-options', 'nosniff')
  give(
    'content-security-policy',
    headers.get('content-type')?.startsWith('text/html') ? policy : "default-src 'none'; frame-ancestors 'none'",
  )
  give('referrer-policy', 'same-origin')
  give('cache-control', 'no-store')
  give('cross-origin-opener-policy', 'same-origin')
  if (isHttps(url)) give('strict-transport-security', 'max-age=31536000')
  return response
}
