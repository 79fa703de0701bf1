import type { Entry, Variant } from './entry.ts'

/** What stands in the headers of an answer that is for one reader alone. */
const forOneReader: Record<string, string> = {
  'Cache-Control': 'private, no-store',
  Vary: 'Accept-Encoding, Cookie, Authorization',
  'Referrer-Policy': 'same-origin',
}

// With them any site could read in a reader's browser what the reader is let in to by their network.
const forEverybody = ['Access-Control-Allow-Origin', 'Cross-Origin-Resource-Policy']

/** The same file for those who were let in: in nobody's cache, on nobody's site, in nobody's frame. */
export function createPrivate(): (entry: Entry) => Entry {
  const made = new WeakMap<Entry, Entry>()
  return (entry) => {
    const known = made.get(entry)
    if (known) return known
    const own = mapped(entry, entry.status, privateHeaders)
    made.set(entry, own)
    return own
  }
}

/** The sign-in page, as every path of a private page answers it. */
export function createTurnedAway(): (entry: Entry) => Entry {
  const made = new WeakMap<Entry, Entry>()
  return (entry) => {
    const known = made.get(entry)
    if (known) return known
    const headers = (list: string[]) => [
      ...privateHeaders(list),
      'WWW-Authenticate',
      'Session realm="status page"',
      'X-Robots-Tag',
      'noindex',
    ]
    const own = mapped(entry, 401, (list) => [
      ...without(headers(list), 'ETag', 'Vary', 'Content-Language'),
      ...['Vary', 'Accept-Encoding, Accept-Language, Cookie, Authorization'],
    ])
    made.set(entry, own)
    return own
  }
}

function privateHeaders(list: string[]): string[] {
  const kept = without(list, ...forEverybody, ...Object.keys(forOneReader))
  const policed = kept.map((value) => value.replace('frame-ancestors *', "frame-ancestors 'none'"))
  return [...policed, ...Object.entries(forOneReader).flat(), 'Cross-Origin-Resource-Policy', 'same-origin']
}

function without(list: string[], ...names: string[]): string[] {
  return list.filter((_, i) => !names.includes(list[i - (i % 2)]!))
}

/** The same file with other headers. */
export function mapped(entry: Entry, status: number, headers: (list: string[]) => string[]): Entry {
  const variant = (one: Variant): Variant => ({
    ...one,
    headers: headers(one.headers),
    notModified: headers(one.notModified),
  })
  return { ...entry, status, plain: variant(entry.plain), br: variant(entry.br), gzip: variant(entry.gzip) }
}
