import { LRUCache } from 'lru-cache'
import type { Reader } from '../audiences/reader.ts'
import { keyOfRights, publicRights, type Rights, rightsOf } from '../audiences/rights.ts'
import { isLimited, visible } from '../audiences/visible.ts'
import type { Document, Edition } from './documents.ts'
import { type Entry, weightOf } from './site/entry.ts'
import type { Site } from './site/site.ts'
import { built } from './site/write.ts'
import type { Whole } from './snapshot.ts'

/** A page as some readers see it: what is published, or more of it. */
export type View = Pick<Site, 'hot' | 'has' | 'find' | 'version'>

export type Views = {
  /** What a reader sees of a page. The site itself where that is what anybody sees. */
  of: (site: Site, reader: Reader) => View | Promise<View>
  /** A page was read anew; null: who may read it has changed, or it is gone. Answers the views that there were. */
  renew: (site: Site, whole: Whole | null) => View[]
}

export type ViewOptions = {
  edition: Edition
  /** What a page was last read as, where this process has not read it yet. */
  load: (site: Site) => Promise<Whole | null>
  /** Bytes of rendered documents that are kept. */
  bytes?: number
}

/** What is known of a page. `whole`: null where nothing on it is limited. */
type Known = { whole: Whole | null; views: LRUCache<string, Own> }
type Own = View & { begin: () => Promise<View> }
type Kept = { fingerprint: string; entry: Entry | null; making: Promise<Entry> }

/**
 * Views of those who may see more than anybody: in memory alone, one for each set of rights and not for each reader.
 * However many ask for a document, it is rendered once for each of its versions.
 */
export function createViews({ edition, load, bytes = 64_000_000 }: ViewOptions): Views {
  const pages = new WeakMap<Site, Known>()
  const loading = new WeakMap<Site, Promise<Known>>()
  const documents = new LRUCache<string, Kept>({
    maxSize: bytes,
    sizeCalculation: ({ entry }) => (entry ? weightOf(entry) : 4096),
  })
  let made = 0

  function of(site: Site, reader: Reader): View | Promise<View> {
    const known = pages.get(site)
    return known ? choose(site, known, reader) : learn(site).then((learnt) => choose(site, learnt, reader))
  }

  function choose(site: Site, known: Known, reader: Reader): View | Promise<View> {
    if (!known.whole) return site
    const rights = rightsOf(known.whole.audiences, reader)
    const key = keyOfRights(rights)
    if (key === keyOfRights(publicRights)) return site
    const there = known.views.get(key)
    if (there) return there.hot('/404') ? there : there.begin()
    const own = view(known, rights, `${made++} `)
    known.views.set(key, own)
    return own.begin()
  }

  function learn(site: Site): Promise<Known> {
    const running = loading.get(site)
    if (running) return running
    const work = load(site).then((whole) => pages.get(site) ?? remember(site, whole))
    loading.set(site, work)
    void work.finally(() => loading.delete(site)).catch(() => {})
    return work
  }

  function remember(site: Site, whole: Whole | null): Known {
    const known = pages.get(site) ?? { whole: null, views: new LRUCache<string, Own>({ max: 200 }) }
    known.whole = whole && isLimited(whole) ? whole : null
    pages.set(site, known)
    return known
  }

  function view(known: Known, rights: Rights, prefix: string): Own {
    let of: Whole | null = null
    let current = { version: 0, documents: new Map<string, Document>() }
    let documentsOf: typeof import('./documents.ts').documentsOf | null = null
    const latest = () => {
      if (!documentsOf || !known.whole || known.whole === of) return current
      of = known.whole
      const shown = visible(of, rights)
      const all = documentsOf(shown, edition)
      current = { version: shown.version, documents: new Map(all.map((one) => [one.path, one])) }
      return current
    }
    const whole = (path: string) => {
      const document = latest().documents.get(path)
      const kept = document && documents.get(prefix + path)
      return { document, kept: kept?.fingerprint === document?.fingerprint ? kept : undefined }
    }
    async function find(path: string): Promise<Entry | null> {
      const { document, kept } = whole(path)
      if (kept) return kept.making
      if (!document?.render) return null
      const making = built(document)
      const fresh: Kept = { fingerprint: document.fingerprint, entry: null, making }
      documents.set(prefix + path, fresh)
      const entry = await making.catch((error) => {
        if (documents.peek(prefix + path) === fresh) documents.delete(prefix + path)
        throw error
      })
      if (documents.peek(prefix + path) === fresh) documents.set(prefix + path, { ...fresh, entry })
      return entry
    }
    const own: Own = {
      version: () => latest().version,
      has: (path) => latest().documents.has(path),
      hot: (path) => whole(path).kept?.entry ?? undefined,
      find,
      begin: async () => {
        documentsOf ??= (await import('./documents.ts')).documentsOf
        await find('/404')
        return own
      },
    }
    return own
  }

  return {
    of,
    renew: (site, whole) => {
      const views = [...(pages.get(site)?.views.values() ?? [])]
      if (whole) remember(site, whole)
      else pages.get(site)?.views.clear()
      return views
    },
  }
}
