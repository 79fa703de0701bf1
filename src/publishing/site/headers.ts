/** The headers of a published file, as a flat list of names and values. */
export function headersFor(path: string, contentType: string): string[] {
  const isHtml = contentType.startsWith('text/html')
  return [
    'Content-Type',
    contentType,
    'Cache-Control',
    caching(path, isHtml),
    'Content-Security-Policy',
    isHtml ? (path === '/embed' ? framedPolicy : pagePolicy) : filePolicy(contentType),
    'X-Content-Type-Options',
    'nosniff',
    'Referrer-Policy',
    'strict-origin-when-cross-origin',
    ...(isHtml ? [] : ['Access-Control-Allow-Origin', '*', 'Cross-Origin-Resource-Policy', 'cross-origin']),
  ]
}

/** A drawing carries its own style; a picture or a font needs nothing at all. */
const filePolicy = (contentType: string) =>
  /^(image\/(?!svg)|font\/)/.test(contentType)
    ? "default-src 'none'; sandbox"
    : "default-src 'none'; style-src 'unsafe-inline'; sandbox"

const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The one page that is made to stand in a frame on another site. It has no form and changes nothing. */
const framedPolicy = pagePolicy
  .replace("form-action 'self'", "form-action 'none'")
  .replace("ancestors 'none'", 'ancestors *')

/**
 * A post must be seen within a second, so pages and the API may be kept for one second and no longer: enough for a CDN
 * to fold a rush into one request. stale-while-revalidate would show the old state once more to whoever comes back, so
 * only feeds and badges, which are polled, have it. When we are down, caches may show what they have for a day.
 */
function caching(path: string, isHtml: boolean) {
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable'
  // Named by other sites, so its address stays while it changes: what runs there may be five minutes old.
  if (path === '/embed.js') return 'public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800'
  if (path === '/404') return 'public, max-age=1'
  if (isHtml || path.startsWith('/api/')) return 'public, max-age=1, stale-if-error=86400'
  return 'public, max-age=10, stale-while-revalidate=20, stale-if-error=86400'
}
