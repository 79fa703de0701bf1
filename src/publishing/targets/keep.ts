import type { Base } from '../../lib/context.ts'
import { inTime } from './in-time.ts'
import type { Lock } from './lock.ts'
import { sayPlace, sayPublished, type Version } from './places.ts'
import { inspect, readShelf, removeShelf, type Shelf, writeShelf } from './shelf.ts'
import { clear, type Shown, stock } from './stock.ts'
import type { Target } from './target.ts'

/** What a target's metrics and the console ask. */
export type Standing = { name: string; failing: string | null; failures: number; publications: number }

export type Keeper = {
  /**
   * All pages that anybody may read; what the target has of others is removed. `unseen`: pages that have nothing there,
   * which is how they are to be.
   */
  arrange: (pages: readonly Shown[], unseen: readonly Version[]) => void
  /** This page was published again. */
  changed: (shown: Shown) => void
  /** Looks whether there is work; a timer calls it too. Resolves when none is left that can be done now. */
  wake: () => Promise<void>
  standing: () => Standing
  stop: () => Promise<void>
}

export type KeeperOptions = { base: Base; target: Target; lock: Lock; everySeconds?: number }

/** What was noted of a target is compared with what is really there: after a failure, at first, and so often. */
const compareEvery = 3_600_000
const [firstPause, longestPause] = [2000, 300_000]

/**
 * Keeps one target as the pages are published. It writes while it holds the target's lock. While the database is away,
 * nobody can hold it: then what is said on this machine goes out all the same, except over what is newer.
 */
export function keepTarget({ base, target, lock, everySeconds = 2 }: KeeperOptions): Keeper {
  const { db, log, now } = base
  const place = { id: `${target.kind} ${target.name}`, kind: target.kind }
  const shelves = new Map<string, Shelf>()
  /** True: the hot documents are due; false: they are there, and the rest is due. */
  const due = new Map<string, boolean>()
  let pages = new Map<string, Shown>()
  let unseen: readonly Version[] = []
  let arranged = false
  let comparedAt: number | null = null
  let failing: { since: number; reason: string; pause: number; until: number } | null = null
  const counts = { failures: 0, publications: 0 }
  let working: Promise<void> | null = null
  let again = false
  let stopped = false
  const call = inTime(target)
  const timer = setInterval(() => void wake(), everySeconds * 1000).unref()

  async function work() {
    const held = await lock.take()
    if (held === 'other') {
      comparedAt = null
      due.clear()
      return
    }
    if (held === 'held') await say()
    if (failing && now().getTime() < failing.until) return
    try {
      if (held === 'held') await compare()
      for (let next = nextDue(); next && !stopped; next = nextDue()) await publish(next, held === 'held')
      if (held === 'held') await removeGone()
      if (failing) await recovered()
    } catch (error) {
      failed(error as Error)
      await say()
    }
  }

  async function compare() {
    if (!arranged || (comparedAt !== null && now().getTime() - comparedAt < compareEvery)) return
    const found = await inspect(call)
    shelves.clear()
    for (const [page, shelf] of found) shelves.set(page, shelf)
    comparedAt = now().getTime()
    for (const page of pages.keys()) due.set(page, true)
  }

  /** What readers ask for first goes first, of all pages. */
  function nextDue(): string | null {
    const ready = [...due].filter(([page]) => pages.has(page))
    return (ready.find(([, hot]) => hot) ?? ready[0])?.[0] ?? null
  }

  async function publish(page: string, held: boolean) {
    const shown = pages.get(page)!
    const isHot = due.get(page) === true
    due.delete(page)
    const { version } = shown
    const shelf = (held && shelves.get(page)) || (await readShelf(call, page)) || { page, version: -1, items: {} }
    if (!held && Math.floor(shelf.version) > Math.floor(version)) return
    shelves.set(page, shelf)
    try {
      const go = () => !stopped && (isHot || ![...due.values()].includes(true))
      const { done, touched } = await stock({ target: call, shelf, shown, rest: !isHot, go })
      const isNews = touched > 0 || shelf.version !== version
      shelf.version = version
      if (isNews) await writeShelf(call, shelf)
      if (isHot) await published(shown, version)
      else if (!done) later(page)
    } catch (error) {
      due.set(page, true)
      throw error
    }
  }

  async function published(shown: Shown, version: number) {
    const page = shown.listed.id
    counts.publications++
    await sayPublished(db, place.id, [{ page, version }]).catch(() => {})
    // What is rarely asked for is made after the rest: nobody waits here until then.
    const made = () => {
      later(page)
      void wake()
    }
    void shown.site.settled().then(made, made)
  }

  function later(page: string) {
    if (!due.has(page)) due.set(page, false)
  }

  async function removeGone() {
    if (!arranged) return
    for (const [page, shelf] of shelves) {
      if (pages.has(page)) continue
      const { done } = await clear({ target: call, shelf, go: () => !stopped }, new Set())
      if (!done) return
      await removeShelf(call, page)
      shelves.delete(page)
    }
    if (unseen.length > 0) await sayPublished(db, place.id, unseen).catch(() => {})
    unseen = []
  }

  function failed({ message }: Error) {
    const pause = failing ? Math.min(failing.pause * 2, longestPause) : firstPause
    const at = now().getTime()
    if (!failing)
      log.error({ event: 'target_failed', target: target.name, reason: message }, 'a publishing target fails')
    else
      log.warn({ event: 'target_still_fails', target: target.name, reason: message }, 'a publishing target still fails')
    failing = { since: failing?.since ?? at, reason: message, pause, until: at + pause }
    counts.failures++
    comparedAt = null
  }

  async function recovered() {
    log.info({ event: 'target_repaired', target: target.name }, 'a publishing target has everything again')
    failing = null
    await say()
  }

  /** Whether the target answers is for others to know; without the database nobody asks. */
  const say = async () => void (await sayPlace(db, place, failing?.reason ?? null).catch(() => {}))

  function wake(): Promise<void> {
    again = true
    working ??= (async () => {
      while (again && !stopped) {
        again = false
        await work()
      }
      working = null
    })()
    return working
  }

  return {
    arrange: (shown, others) => {
      const before = pages
      const wasArranged = arranged
      pages = new Map(shown.map((one) => [one.listed.id, one]))
      unseen = others
      arranged = true
      for (const one of shown) if (isOther(before.get(one.listed.id), one)) due.set(one.listed.id, true)
      if (!wasArranged || due.size > 0 || [...before.keys()].some((id) => !pages.has(id))) void wake()
    },
    changed: (shown) => {
      pages.set(shown.listed.id, shown)
      due.set(shown.listed.id, true)
      void wake()
    },
    wake,
    standing: () => ({ name: target.name, failing: failing?.reason ?? null, ...counts }),
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await working
      await lock.release()
    },
  }
}

const isOther = (before: Shown | undefined, { site, listed, version }: Shown) =>
  before?.site !== site ||
  before.version !== version ||
  before.listed.slug !== listed.slug ||
  before.listed.first !== listed.first
