import { rm } from 'node:fs/promises'
import { forgetAccess, type KeptAccess, keepAccess, lostAccess, readKeptAccess } from '../access/kept.ts'
import { loadAccess } from '../access/load.ts'
import { publicRights } from '../audiences/rights.ts'
import { isLimited, visible } from '../audiences/visible.ts'
import { localDay } from '../lib/zone.ts'
import type { Said } from '../said/entry.ts'
import { waitingSaid } from '../said/journal.ts'
import { markedVersion, markedView, withSaid } from '../said/with-said.ts'
import { uploadBytes } from '../uploads/find.ts'
import { folderOf, type Hosts, hostsOf, inOrder, type Listed, readDirectory, writeDirectory } from './directory.ts'
import type { Edition } from './documents.ts'
import { createDoubt } from './doubt.ts'
import { forgetSnapshot, keepSnapshot, readKeptSnapshot } from './kept-snapshot.ts'
import { lapseOf } from './lapse.ts'
import { listPages } from './list-pages.ts'
import { editionMark, readMark, writeMark } from './mark.ts'
import type { Publisher, PublisherOptions } from './publisher-options.ts'
import { readSnapshot } from './read.ts'
import type { KnownIncidents } from './read-incidents.ts'
import { createMemory } from './site/memory.ts'
import { openSite, type Site } from './site/site.ts'
import type { Whole } from './snapshot.ts'
import { createViews } from './views.ts'

type Kept = {
  site: Site
  known: KnownIncidents
  day: string
  /** What was not certain of it. */
  doubt: string
  /** See `lapseOf`. */
  until: number
  listed: Listed
  access: KeptAccess | null
  /** What was read last, by its version, and who belongs to its audiences. */
  read: { version: number; audiences: string } | null
  /** Its files could not all be written: the disk is full, perhaps. */
  unwritten: boolean
}

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
  let working: Promise<void> | null = null
  let again = false
  let keeping = Promise.resolve()
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
  const memory = createMemory()
  const before = await readDirectory(dataDir)
  for (let i = 0; i < before.length; i += atOnce) {
    const opened = await Promise.all(before.slice(i, i + atOnce).map((listed) => open(listed, !listed.first)))
    for (const one of opened) kept.set(one.listed.id, one)
  }
  let bySite = new Map<Site, Kept>()
  let hosts = directory()

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

  async function open(listed: Listed, asleep: boolean): Promise<Kept> {
    const folder = folderOf(dataDir, listed)
    const site = await openSite({ slug: listed.slug, folder, random: base.random, memory, asleep })
    const known = await readKeptAccess(dataDir, listed.id)
    // What is private stays so, whatever else is known of it.
    const access = listed.private && !known?.private ? lostAccess(listed.id) : known
    const mark = readMark(site.mark(), made)
    const read = mark && { version: mark.version, audiences: '[]' }
    const { day, doubt, until } = mark ?? { day: '', doubt: '', until: 0 }
    const lasts = until ?? Number.POSITIVE_INFINITY
    return { site, known: new Map(), day, doubt, until: lasts, listed, access, read, unwritten: false }
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
      kept.set(page.id, stays ? { ...one, listed: page } : await open(page, true))
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
    one.access = await loadAccess(base, one.listed.id)
    drop(one)
    if (one.access) await keepAccess(dataDir, one.access, base.random)
    else await forgetAccess(dataDir, one.listed.id)
  }

  /** Ends the streams of everybody on a page. */
  function drop(one: Kept) {
    options.events.drop(one.site)
    for (const view of views.renew(one.site, null)) options.events.drop(view)
  }

  async function publish(one: Kept) {
    const snapshot = await readSnapshot(base, one.listed.id, one.known)
    if (!snapshot) return
    if ((await show(one, snapshot)) > 0 || isLimited(snapshot)) keep(snapshot)
  }

  /** Renders and serves what changed; how many documents that were. */
  async function show(one: Kept, read: Whole): Promise<number> {
    const started = performance.now()
    const said = saidOn(one.listed.id, await waitingSaid(dataDir))
    const whole = doubt.mark(withSaid(read, said, base.now()))
    const snapshot = markedView(visible(whole, publicRights), said)
    // Rendering is loaded when it is needed: what an earlier process published is served before.
    const { documentsOf } = await import('./documents.ts')
    one.doubt = doubt.of(one.listed.id)
    one.until = lapseOf(whole, snapshot.publishedAt)
    const mark =
      said.length === 0 && !isLimited(whole)
        ? writeMark({ edition: made, doubt: one.doubt, until: one.until }, whole)
        : undefined
    const { rendered } = await one.site.publish(documentsOf(snapshot, edition), snapshot.version, mark)
    if (rendered > 0) options.events.announce(one.site)
    announceViews(one, whole)
    base.log.info(
      {
        event: 'page_published',
        page: one.listed.slug,
        version: whole.version,
        rendered,
        ms: Math.round(performance.now() - started),
      },
      'page published',
    )
    options.outlets?.changed(shownOf(one))
    void written(one, one.site.settled())
    return rendered
  }

  async function written(one: Kept, writing: Promise<void>) {
    try {
      await writing
      one.unwritten = false
    } catch (error) {
      one.unwritten = true
      const about = { event: 'page_not_written', page: one.listed.slug, err: error }
      base.log.error(about, 'the published files could not be written; it will be tried again')
    }
  }

  /** Each hears of what changed for it, and of nothing else. Who belongs to what has changed: they are asked again. */
  function announceViews(one: Kept, whole: Whole) {
    const audiences = JSON.stringify(whole.audiences)
    const before = one.read?.audiences ?? audiences
    one.read = { version: whole.version, audiences }
    const heard = options.events.heard()
    for (const view of views.renew(one.site, whole)) {
      if (audiences !== before) options.events.drop(view)
      else if (heard.has(view)) options.events.announceChange(view)
    }
  }

  /** After the readers have it, one page after the other. */
  function keep(snapshot: Whole) {
    keeping = keeping
      .then(() => keepSnapshot(dataDir, snapshot, base.random))
      .catch((error) => base.log.error({ event: 'snapshot_not_kept', err: error }, 'a snapshot could not be written'))
  }

  async function showAway() {
    if (!doubt.away()) return
    await keeping
    for (const one of kept.values()) {
      const snapshot = await readKeptSnapshot(dataDir, one.listed.id)
      if (snapshot) await show(one, snapshot)
    }
  }

  async function showSaid() {
    const said = await waitingSaid(dataDir)
    await keeping
    for (const one of kept.values()) {
      const entries = saidOn(one.listed.id, said)
      if (one.site.version() === markedVersion(Math.floor(one.site.version()), entries)) continue
      const snapshot = await readKeptSnapshot(dataDir, one.listed.id)
      if (snapshot) await show(one, snapshot)
      else base.log.warn({ event: 'said_not_shown', page: one.listed.slug }, 'no snapshot to show a post with')
    }
  }

  /** One pass at a time; a call during one asks for one more after it. */
  async function reconcile(): Promise<void> {
    if (working) {
      again = true
      return working
    }
    working = (async () => {
      do {
        again = false
        await pass()
      } while (again)
    })()
    try {
      await working
    } finally {
      working = null
    }
  }

  return {
    hosts: () => hosts,
    accessOf: (site) => bySite.get(site)?.access ?? null,
    viewFor: views.of,
    reconcile,
    showAway,
    showSaid,
    isCurrent: () => current,
    settled: async () => {
      await keeping
      await Promise.allSettled([...kept.values()].map((one) => one.site.settled()))
    },
  }
}

const shownOf = ({ listed, site, read }: Kept) => ({ listed, site, version: read?.version ?? -1 })

const saidOn = (page: string, said: readonly Said[]) => said.filter((one) => one.page === page)
