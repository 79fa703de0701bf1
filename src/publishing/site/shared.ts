import type { Entry } from './entry.ts'
import { mapped } from './private.ts'
import type { Site } from './site.ts'

/** What a reader gets, and what caches must tell requests for it apart by, beside the usual. */
export type Shown = Pick<Site, 'hot' | 'has' | 'find' | 'languages'> & { vary?: string }

/**
 * The published page where others get another one at the same addresses: the answers say so, or a cache would hand
 * members what everybody sees. Headers are made once for each file.
 */
export function createShared(): (site: Site) => Shown {
  const pages = new WeakMap<Site, Shown>()
  const entries = new WeakMap<Entry, Entry>()

  function ofSite(site: Site): Shown {
    const known = pages.get(site)
    if (known) return known
    const own: Shown = {
      has: site.has,
      languages: site.languages,
      hot: (path) => varied(site.hot(path)),
      find: async (path) => varied(await site.find(path)) ?? null,
      vary: 'Cookie, Authorization',
    }
    pages.set(site, own)
    return own
  }

  function varied(entry: Entry | undefined | null): Entry | undefined {
    if (!entry) return undefined
    const known = entries.get(entry)
    if (known) return known
    // The hash in its name says what it holds, for whomever.
    const isSame = entry.plain.headers.some((value) => value.endsWith('immutable'))
    const own = isSame ? entry : mapped(entry, entry.status, withCookie)
    entries.set(entry, own)
    return own
  }

  return ofSite
}

const withCookie = (headers: string[]) =>
  headers.map((value, i) => (i % 2 === 1 && headers[i - 1] === 'Vary' ? `${value}, Cookie, Authorization` : value))
