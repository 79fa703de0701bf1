import { rm } from 'node:fs/promises'
import { forgetAccess, type KeptAccess, keepAccess, lostAccess, readKeptAccess } from '../access/kept.ts'
import { loadAccess } from '../access/load.ts'
import type { Reader } from '../audiences/reader.ts'
import { publicRights } from '../audiences/rights.ts'
import { isLimited, visible } from '../audiences/visible.ts'
import { turnsOf } from '../content/announced.ts'
import type { Base } from '../lib/context.ts'
import { localDay } from '../lib/zone.ts'
import { firstPage } from '../pages/url.ts'
import type { Said } from '../said/entry.ts'
import { waitingSaid } from '../said/journal.ts'
import { markedVersion, withSaid } from '../said/with-said.ts'
import { type Hosts, hostsOf, type Listed, readDirectory, writeDirectory } from './directory.ts'
import type { Edition } from './documents.ts'
import type { Events } from './events.ts'
import { forgetSnapshot, keepSnapshot, readKeptSnapshot } from './kept-snapshot.ts'
import { readSnapshot } from './read.ts'
import type { KnownIncidents } from './read-incidents.ts'
import { openSite, type Site } from './site/site.ts'
import type { Snapshot } from './snapshot.ts'

export type Publisher = {
  hosts: () => Hosts
  /** Publishes again what changed: called when a page is said to have changed, and now and then for what was not heard. */
  reconcile: () => Promise<void>
  /** Shows what was said on the machine, or taken back, from what was read last: without the database. */
  showSaid: () => Promise<void>
  /** True once every page was published, or found as the database has it. */
  isCurrent: () => boolean
  /** Resolves when everything published so far is on disk. */
  settled: () => Promise<void>
}

export type PublisherOptions = {
  base: Base
  dataDir: string
  edition: Edition
  events: Events
  consoleHost: string | null
}

/** `until`: when what is shown is no longer true although nothing happened, in milliseconds: a promised time passes. */
type Kept = { site: Site; known: KnownIncidents; day: string; until: number; listed: Listed }

/**
 * Keeps what is served in line with the database. Each web process publishes for itself, from one consistent reading, so
 * nothing has to travel between them; a page is read again when its version, its place or its day changed.
 */
export async function createPublisher(options: PublisherOptions): Promise<Publisher> {
  const { base, dataDir } = options
  const kept = new Map<string, Kept>()
  let current = false
  let working: Promise<void> | null = null
  let again = false
  let keeping = Promise.resolve()

  for (const listed of await readDirectory(dataDir)) kept.set(listed.id, await open(listed))
  let hosts = directory()

  function directory(): Hosts {
    const sites = new Map([...kept].map(([id, { site }]) => [id, site]))
    return hostsOf(
      [...kept.values()].map(({ listed }) => listed),
      sites,
      base.settings.url,
      options.consoleHost ? [options.consoleHost] : [],
    )
  }

  async function open(listed: Listed): Promise<Kept> {
    const site = await openSite({
      slug: listed.slug,
      folder: join(dataDir, 'published', listed.slug),
      random: base.random,
    })
    return { site, known: new Map(), day: '', until: 0, listed }
  }

  async function pass() {
    const first = await firstPage(base)
    const pages = await base.db
      .selectFrom('pages')
      .select(['id', 'slug', 'host', 'version', 'time_zone'])
      .orderBy('position')
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    const listed = pages.map(
      (page): Listed => ({ id: page.id, slug: page.slug, host: page.host, first: page.id === first }),
    )
    const moved = JSON.stringify(listed) !== JSON.stringify([...kept.values()].map((one) => one.listed))
    if (moved) await arrange(listed)
    const said = await waitingSaid(dataDir)
    const failures: unknown[] = []
    for (const page of pages) {
      const one = kept.get(page.id)!
      const day = localDay(base.now(), page.time_zone)
      const version = markedVersion(page.version, saidOn(page.id, said))
      if (!moved && one.site.version() === version && one.day === day && base.now().getTime() < one.until) continue
      try {
        await publish(one)
        one.day = day
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${pages.length} pages could not be published`)
    current = true
  }

  /** Pages came, went or moved to another address: their links change, so every page is made again. */
  async function arrange(listed: Listed[]) {
    const there = new Set(listed.map((page) => page.slug))
    const gone = [...kept.values()].filter((one) => !there.has(one.listed.slug))
    const before = new Map(kept)
    kept.clear()
    for (const page of listed) {
      const one = before.get(page.id)
      kept.set(page.id, one && one.listed.slug === page.slug ? { ...one, listed: page } : await open(page))
    }
    hosts = directory()
    await writeDirectory(dataDir, listed, base.random)
    for (const one of gone) {
      await one.site.settled().catch(() => {})
      await rm(join(dataDir, 'published', one.listed.slug), { recursive: true, force: true })
      if (!listed.some(({ id }) => id === one.listed.id)) await forgetSnapshot(dataDir, one.listed.id)
    }
  }

  async function publish(one: Kept) {
    const snapshot = await readSnapshot(base, one.listed.id, one.known)
    if (!snapshot) return
    if ((await show(one, snapshot)) > 0) keep(snapshot)
  }

  /** Renders and serves what changed; how many documents that were. */
  async function show(one: Kept, read: Snapshot): Promise<number> {
    const started = performance.now()
    const snapshot = withSaid(read, saidOn(one.listed.id, await waitingSaid(dataDir)), base.now())
    // Rendering is loaded when it is needed: what an earlier process published is served before.
    const { documentsOf } = await import('./documents.ts')
    const { rendered } = await one.site.publish(documentsOf(snapshot, options.edition), snapshot.version)
    const promised = snapshot.incidents.flatMap(({ nextUpdateAt: at }) =>
      at && at > snapshot.publishedAt ? [at.getTime()] : [],
    )
    const turns = turnsOf(snapshot.page.content, snapshot.publishedAt)
    one.until = Math.min(Number.POSITIVE_INFINITY, ...promised, ...turns)
    if (rendered > 0) options.events.announce(one.site)
    announceViews(one, whole)
    base.log.info(
      {
        event: 'page_published',
        page: one.listed.slug,
        version: snapshot.version,
        rendered,
        ms: Math.round(performance.now() - started),
      },
      'page published',
    )
    one.site
      .settled()
      .catch((error) =>
        base.log.error(
          { event: 'page_not_written', page: one.listed.slug, err: error },
          'the published files could not be written',
        ),
      )
    return rendered
  }

  /** After the readers have it, one page after the other. */
  function keep(snapshot: Snapshot) {
    keeping = keeping
      .then(() => keepSnapshot(dataDir, snapshot, base.random))
      .catch((error) => base.log.error({ event: 'snapshot_not_kept', err: error }, 'a snapshot could not be written'))
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
    reconcile,
    showSaid,
    isCurrent: () => current,
    settled: async () => {
      await keeping
      await Promise.allSettled([...kept.values()].map((one) => one.site.settled()))
    },
  }
}

const saidOn = (page: string, said: readonly Said[]) => said.filter((one) => one.page === page)
