import { rm } from 'node:fs/promises'
import { forgetAccess, keepAccess } from '../access/kept.ts'
import { loadAccess } from '../access/load.ts'
import { localDay } from '../lib/zone.ts'
import { waitingSaid } from '../said/journal.ts'
import { markedVersion, withSaid } from '../said/with-said.ts'
import { uploadBytes } from '../uploads/find.ts'
import { folderOf, type Hosts, hostsOf, inOrder, type Listed, readDirectory, writeDirectory } from './directory.ts'
import type { Edition } from './documents.ts'
import { createDoubt } from './doubt.ts'
import { inTurn } from './in-turn.ts'
import { type Kept, openKept, saidOn, shownOf } from './kept-page.ts'
import { forgetSnapshot, readKeptSnapshot } from './kept-snapshot.ts'
import { listPages } from './list-pages.ts'
import { editionMark } from './mark.ts'
import type { Publisher, PublisherOptions } from './publisher-options.ts'
import { createShow } from './show.ts'
import { createMemory } from './site/memory.ts'
import type { Site } from './site/site.ts'
import { createViews } from './views.ts'

/** Pages that are read from disk side by side at a start. */
const atOnce = 64

/**
 * Keeps what is served in line with the database. Each web process publishes for itself, from one consistent reading, so
 * nothing has to travel between them; a page is read again when its version, its place or its day changed.
 */
export async function createPublisher(options: PublisherOptions): Promise<Publisher> {
  const { base, dataDir } = options
  const edition: Edition = { ...options.edition, bytesOf: (id) => uploadBytes(base, id) }
  const kept = new Map<string, Kept>()
  let current = false
  const doubt = createDoubt(base)
  const made = editionMark(edition, base.settings)

  const views = createViews({
    edition,
    load: async (site) => {
      const one = bySite.get(site)
      const read = one && (await readKeptSnapshot(dataDir, one.listed.id))
      return read ? doubt.mark(withSaid(read, saidOn(one.listed.id, await waitingSaid(dataDir)), base.now())) : null
    },
  })
  const opening = { base, dataDir, memory: createMemory(), made, rest: options.rest }
  const { show, written, keep, kept: whenKept } = createShow({ ...options, edition, made, doubt, views })
  const before = await readDirectory(dataDir)
  for (let i = 0; i < before.length; i += atOnce) {
    const some = before.slice(i, i + atOnce)
    const opened = await Promise.all(some.map((listed) => openKept(opening, listed, !listed.first)))
    for (const one of opened) kept.set(one.listed.id, one)
  }
  let bySite = new Map<Site, Kept>()
  let hosts = directory()

  let line: Promise<unknown> = Promise.resolve()
  /** One after the other, until it is kept too: what is shown from disk is never older than what was read before it. */
  function inLine(work: () => Promise<void>): Promise<void> {
    const done = line.then(work)
    line = done.catch(() => {})
    return done
  }

  function directory(): Hosts {
    bySite = new Map([...kept.values()].map((one) => [one.site, one]))
    const sites = new Map([...kept].map(([id, { site }]) => [id, site]))
    return hostsOf(
      [...kept.values()].map(({ listed }) => listed),
      sites,
      base.settings.url,
      options.consoleHost ? [options.consoleHost] : [],
    )
  }

  async function pass() {
    const { pages, listed } = await listPages(base)
    await doubt.read()
    const moved = inOrder(listed) !== inOrder([...kept.values()].map((one) => one.listed))
    if (moved) await arrange(listed)
    for (const page of pages) await follow(kept.get(page.id)!, page.access)
    const said = await waitingSaid(dataDir)
    const failures: unknown[] = []
    for (const page of pages) {
      const one = kept.get(page.id)!
      const day = localDay(base.now(), page.time_zone)
      const version = markedVersion(page.version, saidOn(page.id, said))
      const isSure = one.day === day && base.now().getTime() < one.until && one.doubt === doubt.of(page.id)
      if (!moved && one.read?.version === version && isSure) continue
      try {
        await publish(one)
        one.day = day
      } catch (error) {
        failures.push(error)
      }
    }
    hand()
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${pages.length} pages could not be published`)
    current = true
  }

  /** What others keep of the pages, and what must be written once more. */
  function hand() {
    const all = [...kept.values()]
    options.outlets?.arrange(all.map(shownOf))
    for (const one of all) if (one.unwritten) void written(one, one.site.write())
  }

  /** Pages came, went or moved to another address: their links change, so every page is made again. */
  async function arrange(listed: Listed[]) {
    const there = new Set(listed.map((page) => folderOf(dataDir, page)))
    const gone = [...kept.values()].filter((one) => !there.has(folderOf(dataDir, one.listed)))
    const before = new Map(kept)
    kept.clear()
    for (const page of listed) {
      const one = before.get(page.id)
      const stays = one && folderOf(dataDir, one.listed) === folderOf(dataDir, page)
      kept.set(page.id, stays ? { ...one, listed: page } : await openKept(opening, page, true))
    }
    hosts = directory()
    await writeDirectory(dataDir, listed, base.random)
    for (const one of gone) {
      drop(one)
      one.site.retire()
      await one.site.settled().catch(() => {})
      await one.site.drawn()
      await rm(folderOf(dataDir, one.listed), { recursive: true, force: true })
      if (listed.some(({ id }) => id === one.listed.id)) continue
      await forgetSnapshot(dataDir, one.listed.id)
      await forgetAccess(dataDir, one.listed.id)
    }
  }

  /** Who is let in, before anything else of the page is shown. Streams of who may have been signed out begin anew. */
  async function follow(one: Kept, version: number | null) {
    if ((one.access?.version ?? null) === version) return
    const wasPrivate = one.access?.private
    one.access = await loadAccess(base, one.listed.id)
    drop(one, wasPrivate || one.access?.private)
    if (one.access) await keepAccess(dataDir, one.access, base.random)
    else await forgetAccess(dataDir, one.listed.id)
  }

  /** Ends the streams of a page: of everybody, or of those alone who see more than others. */
  function drop(one: Kept, everybody = true) {
    if (everybody) options.events.drop(one.site)
    for (const view of views.renew(one.site, null)) options.events.drop(view)
  }

  async function publish(one: Kept) {
    // Reading and rendering are loaded when they are needed: what an earlier process published is served before.
    const { readSnapshot } = await import('./read.ts')
    const snapshot = await readSnapshot(base, one.listed.id, one.known)
    if (!snapshot) return
    await inLine(async () => {
      await show(one, snapshot)
      keep(snapshot)
    })
  }

  async function showAway() {
    if (!doubt.away()) return
    for (const one of kept.values())
      await inLine(async () => {
        const snapshot = await lastKept(one)
        if (snapshot) await show(one, snapshot)
      })
  }

  async function showSaid() {
    for (const one of kept.values())
      await inLine(async () => {
        const entries = saidOn(one.listed.id, await waitingSaid(dataDir))
        if (one.site.version() === markedVersion(Math.floor(one.site.version()), entries)) return
        const snapshot = await lastKept(one)
        if (snapshot) await show(one, snapshot)
        else base.log.warn({ event: 'said_not_shown', page: one.listed.slug }, 'no snapshot to show a post with')
      })
  }

  async function lastKept(one: Kept) {
    await whenKept()
    return readKeptSnapshot(dataDir, one.listed.id)
  }

  return {
    hosts: () => hosts,
    accessOf: (site) => bySite.get(site)?.access ?? null,
    viewFor: views.of,
    reconcile: inTurn(pass),
    showAway,
    showSaid,
    isCurrent: () => current,
    settled: async () => {
      await whenKept()
      await Promise.allSettled([...kept.values()].map((one) => one.site.settled()))
    },
  }
}
