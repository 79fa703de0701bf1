import type { Listed } from '../directory.ts'
import { contentHash, type Entry } from '../site/entry.ts'
import type { Record as Published } from '../site/manifest.ts'
import type { Site } from '../site/site.ts'
import type { Shelf } from './shelf.ts'
import type { Target } from './target.ts'

/** A page that anybody may read. `version`: the database's, of what the site shows. */
export type Shown = { listed: Listed; site: Site; version: number }

/** `rest`: whether what is rarely asked for is wanted too, and what is no longer published is to go. */
export type Round = Removal & { shown: Shown; rest: boolean }
type Removal = { target: Target; shelf: Shelf; go: () => boolean }

/** `done`: false where `go` said to stop. `touched`: files written or removed. */
type Outcome = { done: boolean; touched: number }

/**
 * Brings a target's files of one page to what is published, and notes each in the shelf: first what pages refer to, then
 * the front, then the others; removals last, so that no page refers to what has gone.
 */
export async function stock({ target, shelf, shown: { listed, site }, rest, go }: Round): Promise<Outcome> {
  const missing = [...site.records()]
    .filter(([, { kind }]) => rest || kind === 'hot')
    .flatMap(([path, record]) =>
      target
        .layout(listed, path)
        .filter(({ key, encoding }) => shelf.items[key]?.[0] !== record.hashes[encoding])
        .map((item) => ({ ...item, path })),
    )
  for (const turn of [0, 1, 2]) {
    const due = missing.filter(({ path }) => turnOf(path) === turn)
    const done = await inBatches(due, target.atOnce, go, async ({ key, encoding, path }) => {
      const entry = await site.find(path)
      const body = entry?.bodies[encoding]
      if (entry && body) shelf.items[key] = [contentHash(body), await target.write(key, body, aboutOf(entry))]
    })
    if (!done) return { done, touched: missing.length }
  }
  if (!rest) return { done: true, touched: missing.length }
  const cleared = await clear({ target, shelf, go }, wantedOf(target, listed, site.records()))
  return { ...cleared, touched: cleared.touched + missing.length }
}

/** Removes what of a page is not wanted. */
export async function clear({ target, shelf, go }: Removal, wanted: ReadonlySet<string>): Promise<Outcome> {
  const over = Object.keys(shelf.items).filter((key) => !wanted.has(key))
  const done = await inBatches(over, target.atOnce, go, async (key) => {
    await target.remove(key)
    delete shelf.items[key]
  })
  return { done, touched: over.length }
}

const wantedOf = (target: Target, listed: Listed, records: ReadonlyMap<string, Published>) =>
  new Set([...records.keys()].flatMap((path) => target.layout(listed, path).map(({ key }) => key)))

const turnOf = (path: string) => (path.startsWith('/assets/') ? 0 : path === '/' ? 1 : 2)

/** Whoever is still writing when another fails is waited for: nothing is written once the turn is somebody else's. */
async function inBatches<T>(items: readonly T[], size: number, go: () => boolean, work: (item: T) => Promise<void>) {
  for (let i = 0; i < items.length; i += size) {
    if (!go()) return false
    const ends = await Promise.allSettled(items.slice(i, i + size).map(work))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }
  return true
}

/** What a plain store can repeat of our own answers. */
function aboutOf({ plain: { headers } }: Entry) {
  const value = (name: string) => headers[headers.indexOf(name) + 1] ?? ''
  return { contentType: value('Content-Type'), cacheControl: value('Cache-Control') }
}
