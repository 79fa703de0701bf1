import { createHmac } from 'node:crypto'

export type OAuth1Keys = { consumerKey: string; consumerSecret: string; accessToken: string; accessSecret: string }

/**
 * The Authorization header of a request whose body is no form: OAuth 1.0a with HMAC-SHA1, which is what
 * https://www.rfc-editor.org/rfc/rfc5849 names and X asks for. `timestamp` in seconds; `nonce` new for each request.
 */
export function oauth1Header(
  { method, url, nonce, timestamp }: { method: string; url: string; nonce: string; timestamp: number },
  keys: OAuth1Keys,
): string {
  const { origin, pathname, searchParams } = new URL(url)
  const own = {
    oauth_consumer_key: keys.consumerKey,
    oauth_nonce: nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(timestamp),
    oauth_token: keys.accessToken,
    oauth_version: '1.0',
  }
  const all = [...Object.entries(own), ...searchParams].map(([name, value]) => [encoded(name), encoded(value)] as const)
  const parameters = all
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
    .map((pair) => pair.join('='))
    .join('&')
  const base = [method, origin + pathname, parameters].map(encoded).join('&')
  const key = `${encoded(keys.consumerSecret)}&${encoded(keys.accessSecret)}`
  const signed = { ...own, oauth_signature: createHmac('sha1', key).update(base).digest('base64') }
  const fields = Object.entries(signed).map(([name, value]) => `${name}="${encoded(value)}"`)
  return `OAuth ${fields.join(', ')}`
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** https://www.rfc-editor.org/rfc/rfc5849#section-3.6 */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
