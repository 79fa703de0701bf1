import { type Invariant, invariants, type Model } from './model.ts'

/** What a run was made of. */
export type Tally = {
  episodes: number
  steps: number
  messages: number
  /** Those that came once more. */
  repeats: number
  checks: ReadonlyMap<Invariant, number>
  faults: ReadonlyMap<string, number>
}

export const emptyTally: Tally = {
  ...{ episodes: 0, steps: 0, messages: 0, repeats: 0 },
  ...{ checks: new Map(), faults: new Map() },
}

/** With what happened in an episode, or in others. */
export function tallied(tally: Tally, more: Tally | Model): Tally {
  const checks = added(tally.checks, more.checks)
  const faults = added(tally.faults, more.faults)
  if (!('arrived' in more)) {
    const sum = (of: 'episodes' | 'steps' | 'messages' | 'repeats') => tally[of] + more[of]
    return {
      ...{ episodes: sum('episodes'), steps: sum('steps'), messages: sum('messages'), repeats: sum('repeats') },
      ...{ checks, faults },
    }
  }
  const messages = tally.messages + more.arrived.length
  const first = new Set(more.arrived.map(({ delivery }) => delivery))
  return { ...tally, messages, repeats: tally.repeats + more.arrived.length - first.size, checks, faults }
}

const added = <Key>(one: ReadonlyMap<Key, number>, other: ReadonlyMap<Key, number>): ReadonlyMap<Key, number> =>
  new Map([...one.keys(), ...other.keys()].map((key) => [key, (one.get(key) ?? 0) + (other.get(key) ?? 0)]))

export const linesOf = ({ episodes, steps, messages, repeats, checks, faults }: Tally): string[] => [
  `${steps} steps in ${episodes} episodes: ${messages} messages came, ${repeats} of them once more`,
  ...[...faults]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => `${String(count).padStart(7)} ${kind}`),
  `looked at ${invariants.map((one) => `${one} ${checks.get(one) ?? 0} times`).join(', ')}`,
]
