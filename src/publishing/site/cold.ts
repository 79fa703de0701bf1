import type { LRUCache } from 'lru-cache'
import type { Document } from '../documents.ts'
import type { Entry } from './entry.ts'
import type { Record } from './manifest.ts'
import { readEntry } from './read.ts'
import { built, recordOf } from './write.ts'

/** What a page keeps besides its hot documents. */
export type Store = {
  folder: string
  records: Map<string, Record>
  /** What differs from the disk; null: to be removed. */
  dirty: Map<string, Entry | null>
  /** Cold documents that are to be rendered. */
  queue: Map<string, Document>
  /** All documents of the last publication, by path. */
  latest: Map<string, Document>
}

/** Cold documents: rendered when their turn comes or when somebody asks, read from disk into a bounded cache. */
export function coldDocuments(store: Store, cache: LRUCache<string, Entry>) {
  const { folder, records, dirty, queue } = store
  const key = (path: string) => `${folder}\n${path}`
  const running = new Map<string, Promise<Entry | null>>()

  /** However many ask at once, one of them renders or reads. */
  function find(path: string): Promise<Entry | null> {
    const known = running.get(path)
    if (known) return known
    const work = (queue.has(path) ? render(path) : read(path)).finally(() => running.delete(path))
    running.set(path, work)
    return work
  }

  async function render(path: string): Promise<Entry | null> {
    const document = queue.get(path)
    if (!document) return null
    const entry = await built(document)
    // A newer publication may have come meanwhile: then this one answers the question, and the newer stays in the queue.
    if (queue.get(path) !== document) return entry
    queue.delete(path)
    records.set(path, recordOf(document, entry))
    dirty.set(path, entry)
    cache.set(key(path), entry)
    return entry
  }

  async function read(path: string): Promise<Entry | null> {
    const kept = dirty.get(path) ?? cache.get(key(path))
    const record = records.get(path)
    if (kept || !record) return kept ?? null
    const found = await readEntry(folder, path, record)
    if (!found?.whole) {
      records.set(path, { ...record, fingerprint: '' })
      const document = store.latest.get(path)
      if (document?.render) queue.set(path, document)
      if (document?.render) return render(path)
    }
    if (found) cache.set(key(path), found.entry)
    return found?.entry ?? null
  }

  return { find, forget: (path: string) => cache.delete(key(path)) }
}
