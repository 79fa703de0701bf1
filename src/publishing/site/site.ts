import { setImmediate } from 'node:timers/promises'
import type { Document } from '../documents.ts'
import { coldDocuments, type Store } from './cold.ts'
import type { Entry } from './entry.ts'
import { removeDrafts } from './files.ts'
import { type Record, readManifest } from './manifest.ts'
import { createMemory, type Memory } from './memory.ts'
import { readEntry } from './read.ts'
import { built, recordOf, writeChanges } from './write.ts'

/** A published page: what is served, in memory and on disk. */
export type Site = {
  readonly slug: string
  /** Of the last publication; 0 where there was none. */
  version: () => number
  /** What is in memory for a path: the fast way. A page that nobody has asked for lately has nothing there. */
  hot: (path: string) => Entry | undefined
  has: (path: string) => boolean
  /** The same from the cache or the disk; null where the path is unknown or its files are lost. */
  find: (path: string) => Promise<Entry | null>
  /**
   * Renders and compresses what changed, then swaps all hot documents at once; resolves when they are served. Files and
   * cold documents follow: see `settled`. `missing`: paths that this snapshot cannot render and that are not published.
   */
  publish: (documents: Document[], version: number, mark?: string) => Promise<{ missing: string[]; rendered: number }>
  /** What the publisher said of the publication that is on disk, where all of that is there. */
  mark: () => string | null
  /** The languages of a page that has several, and its own; null where there is no choice. */
  languages: () => Languages | null
  /** What is published, by path. */
  records: () => ReadonlyMap<string, Record>
  /** Resolves when the hot documents published so far are on disk. */
  filed: () => Promise<void>
  /** Resolves when everything published so far is on disk, but for what is slow; rejects with what went wrong. */
  settled: () => Promise<void>
  /** Resolves when slow documents are on disk too, as far as they could be made. */
  drawn: () => Promise<void>
  /** The page goes: what is not made yet is not made any more. */
  retire: () => void
  /** Writes what could not be written before. */
  write: () => Promise<void>
}

export type Languages = { own: string; offered: readonly string[] }

export type SiteOptions = {
  slug: string
  /** `<data folder>/published/<slug>`; made when needed. */
  folder: string
  random: (n: number) => Buffer
  /** Shared by all pages of a process. Default: one of its own. */
  memory?: Memory
  /** Leave on disk what is there until somebody asks for it. */
  asleep?: boolean
  /** How long a page is left alone before its cold documents are made. Default: not at all. */
  rest?: (() => Promise<unknown>) | undefined
}

/** Style sheets that pages in somebody's cache still ask for: the latest of those that were replaced. */
const keptAssets = 8
/**
 * Changes that follow each other without a rest, until the cold documents are made all the same: half a minute at four
 * changes a second. Whoever asks for one has it at once.
 */
const mostPassed = 120
const isAsset = (path: string) => path.startsWith('/assets/')

/** Finds what an earlier process published, and loads it unless `asleep`; nothing is rendered. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const { slug, folder, random, memory = createMemory(), rest } = options
  const manifest = await readManifest(folder)
  const records = new Map(Object.entries(manifest?.documents ?? {}))
  const store: Store = { folder, records, dirty: new Map(), queue: new Map(), latest: new Map() }
  const { dirty, queue } = store
  const cold = coldDocuments(store, memory.cache)
  let version = manifest?.version ?? 0
  let mark = manifest?.mark ?? null
  /** Of the last publication; it counts once everything is on disk. */
  let wanted = mark
  let languages = languagesIn(records.values())
  let hot = new Map<string, Entry>()
  let awake: Promise<unknown> | null = null
  let swept: Promise<unknown> | null = null
  /** Since it was last decided which pages stay in memory. */
  let asked = false
  /** Publications that are not on disk yet. */
  let busy = 0
  let publications = 0
  /** Those in a row whose cold documents were left to the next one. */
  let passed = 0
  let publishing: Promise<unknown> = Promise.resolve()
  let writing = Promise.resolve()
  let filing = Promise.resolve()
  let drawing = Promise.resolve()

  async function swap(documents: Document[], published: number, said: string | null) {
    await wake()
    wanted = said
    mark = null
    store.latest = new Map(documents.map((one) => [one.path, one]))
    const changed = documents.filter((one) => one.render && records.get(one.path)?.fingerprint !== one.fingerprint)
    const urgent = changed.filter((one) => one.kind === 'hot')
    const entries = await buildAll(urgent)
    const next = await unchangedHot(documents, entries)
    for (const [one, entry] of entries) {
      next.set(one.path, entry)
      records.set(one.path, recordOf(one, entry))
      dirty.set(one.path, entry)
      queue.delete(one.path)
    }
    for (const one of changed) if (one.kind === 'cold') queue.set(one.path, one)
    const worn = new Set(
      [...records.keys()].filter((path) => isAsset(path) && !store.latest.has(path)).slice(-keptAssets),
    )
    for (const path of [...records.keys(), ...queue.keys()])
      if (!store.latest.has(path) && !worn.has(path)) forget(path)
    hot = next
    version = published
    languages = languagesIn(documents)
    memory.hold(inMemory, hot.values())
    busy += 1
    const mine = ++publications
    void flush()
    const follow = () => settle(mine)
    writing = writing.then(follow, follow).finally(() => {
      busy -= 1
    })
    writing.catch(nothing)
    drawing = drawing.then(draw).catch(nothing)
    const lost = ({ path, render }: Document) => !render && !records.has(path) && !queue.has(path)
    const missing = documents.filter(lost).map((one) => one.path)
    return { missing, rendered: urgent.length }
  }

  /** What stays in memory as it is; a document that has become hot without a change comes from the cache or the disk. */
  async function unchangedHot(documents: Document[], entries: Map<Document, Entry>) {
    const same = new Map<string, Entry>()
    for (const one of documents) {
      const record = records.get(one.path)
      if (record && record.kind !== one.kind) records.set(one.path, { ...record, kind: one.kind })
      if (one.kind !== 'hot' || entries.has(one)) continue
      const entry = hot.get(one.path) ?? (await cold.find(one.path))
      if (entry) same.set(one.path, entry)
    }
    return same
  }

  function forget(path: string) {
    records.delete(path)
    queue.delete(path)
    cold.forget(path)
    dirty.set(path, null)
  }

  /** One writing at a time. What a reader may ask for next waits for no queue of rare documents. */
  function flush(): Promise<void> {
    const about = () => ({ version, ...(mark !== null && { mark }) })
    const write = () => writeChanges({ folder, random, dirty, records, about }, mark !== null)
    filing = filing.then(write, write)
    filing.catch(nothing)
    return filing
  }

  /** In a storm of changes the page itself goes first: its cold documents are made once, when the storm has passed. */
  async function settle(mine: number) {
    await flush()
    const isOld = () => rest !== undefined && mine !== publications && passed < mostPassed
    if (queue.size > 0 && !isOld()) await rest?.()
    for (const [path, { slow }] of [...queue]) {
      if (isOld()) return void passed++
      if (slow) continue
      await cold.find(path)
      if (dirty.size >= 32) await flush()
    }
    passed = 0
    await flush()
  }

  /** Slow documents, once all others are on disk; those of a newer publication are in the queue by then. */
  async function draw() {
    await writing.catch(nothing)
    for (const [path, { slow }] of [...queue]) {
      if (slow && queue.has(path)) await cold.find(path).catch(nothing)
      if (dirty.size >= 8) await flush()
    }
    if (dirty.size > 0) await flush()
    if (queue.size > 0 || dirty.size > 0 || busy > 0 || wanted === mark) return
    mark = wanted
    await flush()
  }

  /** Once, until it is put away. */
  function wake(): Promise<unknown> {
    awake ??= (async () => {
      // Once: later ones are of a writing that goes on.
      await (swept ??= removeDrafts(folder))
      hot = await loadHot(store)
      memory.hold(inMemory, hot.values())
    })().catch((error) => {
      awake = null
      throw error
    })
    return awake
  }

  const inMemory = {
    wasAsked: () => {
      const was = asked
      asked = false
      return was
    },
    /** Not while something is not on disk yet: that would be lost. */
    putAway: () => {
      if (busy > 0 || dirty.size > 0) return false
      hot = new Map()
      store.latest = new Map()
      awake = null
      return true
    },
  }

  if (!options.asleep) await wake()
  return {
    slug,
    version: () => version,
    hot: (path) => {
      asked = true
      return hot.get(path)
    },
    has: (path) => records.has(path) || queue.has(path),
    find: async (path) => {
      if (records.get(path)?.kind === 'hot') await wake()
      return hot.get(path) ?? cold.find(path)
    },
    publish: (documents, next, said) => {
      busy += 1
      const run = publishing
        .then(() => swap(documents, next, said ?? null))
        .finally(() => {
          busy -= 1
        })
      publishing = run.catch(nothing)
      return run
    },
    mark: () => mark,
    languages: () => languages,
    records: () => records,
    filed: () => filing,
    settled: () => writing,
    drawn: () => drawing,
    retire: () => queue.clear(),
    write: flush,
  }
}

/** Of documents, or of what is known of them. */
function languagesIn(documents: Iterable<Pick<Document, 'lang' | 'negotiated'>>): Languages | null {
  const offered = new Set<string>()
  let own: string | null = null
  for (const { lang, negotiated } of documents) {
    if (lang) offered.add(lang)
    if (lang && negotiated) own = lang
  }
  return own === null ? null : { own, offered: [...offered] }
}

async function loadHot({ folder, records }: Store): Promise<Map<string, Entry>> {
  const hot = new Map<string, Entry>()
  for (const [path, record] of records) {
    if (record.kind !== 'hot') continue
    const read = await readEntry(folder, path, record)
    if (read) hot.set(path, read.entry)
    if (!read) records.delete(path)
    else if (!read.whole) records.set(path, { ...record, fingerprint: '' })
  }
  return hot
}

/** Readers get their turn between two renderings; compression goes on beside. */
async function buildAll(documents: Document[]): Promise<Map<Document, Entry>> {
  const builds: Promise<[Document, Entry]>[] = []
  for (const one of documents) {
    const build = built(one).then((entry): [Document, Entry] => [one, entry])
    build.catch(nothing)
    builds.push(build)
    await setImmediate()
  }
  return new Map(await Promise.all(builds))
}

const nothing = () => {}
