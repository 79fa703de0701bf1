import type { Allows } from '../../content/providers/provider.ts'

/** What a document's headers say beside what follows from its path and type. */
export type Own = {
  /** What its policy allows beyond the usual. */
  allows?: Allows | undefined
  /** Search engines are to leave it out. */
  noindex?: true | undefined
  /** Of a document on a page that has several languages. */
  lang?: string | undefined
  /** Its address answers in the reader's language. */
  negotiated?: true | undefined
  /** Of which moment it tells, where that is long ago. */
  asOf?: string | undefined
}

/** The headers of a published file, as a flat list of names and values. */
export function headersFor(
  path: string,
  contentType: string,
  { allows = {}, noindex, lang, asOf }: Own = {},
): string[] {
  const isHtml = contentType.startsWith('text/html')
  return [
    'Content-Type',
    contentType,
    'Cache-Control',
    caching(path, isHtml),
    'Content-Security-Policy',
    isHtml ? (/^(\/[a-z]{2})?\/embed$/.test(path) ? framedPolicy : policyWith(allows)) : filePolicy(contentType),
    'X-Content-Type-Options',
    'nosniff',
    'Referrer-Policy',
    'strict-origin-when-cross-origin',
    ...(lang ? ['Content-Language', lang] : []),
    ...(noindex ? ['X-Robots-Tag', 'noindex'] : []),
    // Out of use, and still what clients know for it: https://www.rfc-editor.org/rfc/rfc7234#section-5.5.1
    ...(asOf ? ['Warning', `110 - "data as of ${asOf}"`] : []),
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

/** Sources of others are added to those of the page's own; a directive that it has not is one more. */
function policyWith(allows: Allows): string {
  const left = new Map<string, string[]>(Object.entries(allows))
  const own = pagePolicy.split('; ').map((directive) => {
    const [name = ''] = directive.split(' ')
    const sources = left.get(name) ?? []
    left.delete(name)
    return [directive, ...sources].join(' ')
  })
  return [...own, ...[...left].map((directive) => directive.flat().join(' '))].join('; ')
}

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
  if (isMissing(path)) return 'public, max-age=1'
  if (isHtml || path.startsWith('/api/')) return 'public, max-age=1, stale-if-error=86400'
  return 'public, max-age=10, stale-while-revalidate=20, stale-if-error=86400'
}

/** What unknown paths get, in each language. */
export const isMissing = (path: string) => /^(\/[a-z]{2})?\/404$/.test(path)
