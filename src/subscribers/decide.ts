import { isDeepStrictEqual } from 'node:util'
import type { Choice } from './choice.ts'
import type { Destination } from './destination.ts'
import type { Subscriber } from './find.ts'
import { mayComeBack } from './remove.ts'

/** One that somebody brings in: by a file, or by a call with many. What is undefined stays as it is. */
export type Entry = {
  destination: Destination
  choice: Choice | undefined
  labels: readonly string[] | undefined
  language: string | null | undefined
  state: EntryState | undefined
  consentAt: Date | null
  consentText: string | null
}

export const entryStates = ['active', 'unconfirmed', 'unsubscribed', 'quarantined', 'suppressed'] as const
export type EntryState = (typeof entryStates)[number]

export const outcomes = ['added', 'changed', 'unchanged', 'left_alone'] as const
export type Outcome = (typeof outcomes)[number]

/** What is known already, with what it chose. */
export type Known = { subscriber: Subscriber; choice: Choice }

export type Change = {
  state: EntryState
  choice: Choice
  labels: readonly string[]
  language: string | null
}

export type Decision = { outcome: Outcome; reason: string | null; change: Change | null }

/**
 * What becomes of an entry. Nobody is brought back who left, was refused or was erased: only its owner can do that. An
 * entry that says that somebody is quiet makes it so here.
 */
export function decide(
  entry: Entry,
  known: Known | undefined,
  refused: string | undefined,
  usual: EntryState,
): Decision {
  if (!known) return refused === undefined ? added(entry, usual) : leftAlone(refused)
  const { subscriber } = known
  if (subscriber.world) return leftAlone('It is an account of the page itself.')
  if (subscriber.managed_by !== null) return leftAlone(`It comes from ${subscriber.managed_by}.`)
  const isBack = subscriber.state === 'unsubscribed' && mayComeBack(subscriber.reason)
  const isHere = subscriber.state === 'active' || subscriber.state === 'unconfirmed' || isBack
  if (!isHere && subscriber.state === entry.state) return { outcome: 'unchanged', reason: null, change: null }
  if (!isHere) return leftAlone(gone[subscriber.state] ?? subscriber.state)
  const before: Change = {
    state: (isBack ? 'unsubscribed' : subscriber.state) as EntryState,
    choice: known.choice && [...known.choice].sort(),
    labels: subscriber.labels,
    language: subscriber.language,
  }
  const change: Change = {
    state: isBack ? (entry.state ?? usual) : nextState(before.state, entry.state),
    choice: entry.choice === undefined ? before.choice : entry.choice && [...entry.choice].sort(),
    labels: entry.labels === undefined ? before.labels : [...new Set(entry.labels)].sort(),
    language: entry.language === undefined ? before.language : entry.language,
  }
  return isDeepStrictEqual(before, change)
    ? { outcome: 'unchanged', reason: null, change: null }
    : { outcome: 'changed', reason: null, change }
}

const leftAlone = (reason: string): Decision => ({ outcome: 'left_alone', reason, change: null })

const gone: Record<string, string> = {
  unsubscribed: 'It unsubscribed.',
  suppressed: 'It takes no messages any more.',
  quarantined: 'It is in quarantine.',
  erased: 'It was erased.',
}

const added = (entry: Entry, usual: EntryState): Decision => ({
  outcome: 'added',
  reason: null,
  change: {
    state: entry.state ?? usual,
    choice: entry.choice ?? null,
    labels: [...new Set(entry.labels ?? [])].sort(),
    language: entry.language ?? null,
  },
})

/** Towards being quiet always; towards being told only from a wish that waits for its confirmation. */
const nextState = (before: EntryState, wanted: EntryState | undefined): EntryState =>
  wanted === undefined || wanted === 'unconfirmed' ? before : wanted
