import type { How } from './gate.ts'

/** What really happened, by step, written down by hand: nothing here asks the code that is tried. */

/** The step from which on this holds; the last one holds now. `choice`: a component, or null for everything. */
export type Wish = { since: number; active: boolean; choice: string | null; labels: readonly string[] }

export type Person = {
  id: string
  channel: string
  wishes: Wish[]
  /** A channel said that the destination is no more. */
  isGone?: true
  /** Hears nothing between these hours of the day, UTC; the first is in the evening. */
  night: { from: number; until: number } | null
}

export type Post = {
  incident: string
  update: string
  /** What it affects; null: the whole page. */
  component: string | null
  /** Who has this label is told; null: everybody. */
  label: string | null
  notify: boolean
  /** Who was subscribed when it was made. */
  since: number
  /** The first as posted, then each correction, and whether people were to be told of it. */
  bodies: { since: number; body: string; notify: boolean }[]
  withdrawn: number | null
  tellsWithdrawal: boolean
  paused: number | null
  stopped: number | null
  /** Whether its author was told that it is there. */
  acknowledged: boolean
}

export type Arrived = {
  delivery: string
  subscriber: string
  incident: string
  update: string
  event: number
  /** A correction or withdrawal that had waited for earlier news as long as it has to. */
  hasWaited: boolean
  message: string
  step: number
}

export type Model = {
  people: Map<string, Person>
  posts: Map<string, Post>
  arrived: Arrived[]
  /** Deliveries that may be told once more, since whoever told them could not say so. */
  excused: Set<string>
  /** How the last attempt that failed did so, by delivery. */
  failed: Map<string, How['outcome']>
  /**
   * When each delivery was claimed last: the step, and the job's first step. `isStale`: a newer post was chosen for the same
   * reader by then, and no fault excuses that this one is told all the same.
   */
  claims: Map<string, { step: number; worker: string; job: string; startedAt: number; isStale?: boolean }>
  /** When all accounts for mail were switched off, and on again. Milliseconds. */
  offs: { from: number; to: number | null }[]
  /** A channel whose vendors answer nobody. */
  away: string | null
  /** What was sent again by hand, and when last. Milliseconds. */
  replayed: Map<string, number>
  /** When each step began, in milliseconds. */
  times: number[]
  wrong: string[]
  /** How often each invariant was looked at. */
  checks: Map<Invariant, number>
  /** What happened that makes it hard, by kind. */
  faults: Map<string, number>
}

/**
 * - I0: nothing throws where nothing failed.
 * - I1: what was acknowledged is there, and is announced.
 * - I2: two never send the same; it comes again only after a fault, with the same id.
 * - I3: everybody has one word about each post, the true one; whoever wished it was told; nothing is left over.
 * - I4: of one incident nobody hears things in another order, nor what a newer post has overtaken.
 * - I5: nobody is told who did not wish it or is asleep, nor of what was taken back, paused or stopped, nor what was wrong with
 *   what they never had.
 * - I6: each text is one whole version.
 */
export const invariants = ['I0', 'I1', 'I2', 'I3', 'I4', 'I5', 'I6'] as const
export type Invariant = (typeof invariants)[number]

/** Looks at an invariant once. */
export function holds({ checks, wrong }: Model, invariant: Invariant, isSo: boolean, otherwise: () => string): void {
  checks.set(invariant, (checks.get(invariant) ?? 0) + 1)
  if (!isSo) wrong.push(`${invariant}: ${otherwise()}`)
}

export const noteFault = ({ faults }: Model, kind: string): void => void faults.set(kind, (faults.get(kind) ?? 0) + 1)

export const emptyModel = (): Model => ({
  people: new Map(),
  posts: new Map(),
  arrived: [],
  excused: new Set(),
  failed: new Map(),
  claims: new Map(),
  offs: [],
  away: null,
  replayed: new Map(),
  times: [],
  wrong: [],
  checks: new Map(),
  faults: new Map(),
})

/** Whether somebody is asleep, in one night, from a moment until another. */
export function isAsleep({ night }: Person, from: number, until: number): boolean {
  const hourOf = (at: number) => new Date(at).getUTCHours()
  const isNight = (at: number) => night !== null && (hourOf(at) >= night.from || hourOf(at) < night.until)
  return isNight(from) && isNight(until) && until - from < 8 * 3_600_000
}

/** What somebody wished at any moment from one step on. */
export const wishesSince = ({ wishes }: Person, step: number) =>
  wishes.filter((_, i) => (wishes[i + 1]?.since ?? Number.POSITIVE_INFINITY) > step)

/** Whether it was right to tell them so at any moment since then. */
export const wantedSince = (person: Person, post: Post, step: number, kind: string): boolean =>
  wishesSince(person, step).some((wish) => isFor(wish, post) && (kind !== 'update' || follows(wish, post)))

/** Whether it was right to tell them at every moment since then. */
export const alwaysWanted = (person: Person, post: Post, step: number): boolean =>
  wishesSince(person, step).every((wish) => isFor(wish, post) && follows(wish, post))

const isFor = ({ active, labels }: Wish, { label }: Post) => active && (label === null || labels.includes(label))

const follows = ({ choice }: Wish, { component }: Post) => choice === null || component === null || choice === component
