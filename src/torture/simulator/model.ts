/** What really happened, by step, written down by hand: nothing here asks the code that is tried. */
export type Person = {
  id: string
  channel: string
  /** The step from which on this holds; the last one holds now. `choice`: a component, or null for everything. */
  wishes: { since: number; active: boolean; choice: string | null }[]
  /** A channel said that the destination is no more. */
  isGone?: true
}

export type Post = {
  incident: string
  update: string
  /** What it affects; null: the whole page. */
  component: string | null
  notify: boolean
  /** Who was subscribed when it was made. */
  since: number
  bodies: { since: number; body: string }[]
  withdrawn: number | null
  paused: number | null
  stopped: number | null
  /** Whether its author was told that it is there. */
  acknowledged: boolean
}

export type Arrived = {
  delivery: string
  subscriber: string
  incident: string
  event: number
  message: string
  step: number
}

export type Model = {
  people: Map<string, Person>
  posts: Map<string, Post>
  arrived: Arrived[]
  /** Deliveries that may be told once more, since whoever told them could not say so. */
  excused: Set<string>
  /** Deliveries that arrived although the channel said that they had not. */
  denied: Set<string>
  /** Deliveries that some attempt failed for. */
  failed: Set<string>
  /** When each delivery was claimed last: the step, and the job's first step. */
  claims: Map<string, { step: number; worker: string; job: string; startedAt: number }>
  wrong: string[]
}

export const emptyModel = (): Model => ({
  people: new Map(),
  posts: new Map(),
  arrived: [],
  excused: new Set(),
  denied: new Set(),
  failed: new Set(),
  claims: new Map(),
  wrong: [],
})

/** What somebody wished at any moment from one step on. */
export const wishesSince = ({ wishes }: Person, step: number) =>
  wishes.filter((_, i) => (wishes[i + 1]?.since ?? Number.POSITIVE_INFINITY) > step)

/** Whether it was right to tell them so at any moment since then. */
export const wantedSince = (person: Person, { component }: Post, step: number, kind: string): boolean =>
  wishesSince(person, step).some(
    ({ active, choice }) =>
      active && (kind !== 'update' || choice === null || component === null || choice === component),
  )

/** Whether it was right to tell them at every moment since then. */
export const alwaysWanted = (person: Person, { component }: Post, step: number): boolean =>
  wishesSince(person, step).every(
    ({ active, choice }) => active && (choice === null || component === null || choice === component),
  )
