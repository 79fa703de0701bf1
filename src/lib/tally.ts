/** Adds up what happens often. */
export type Tally = {
  /** Says the first of a key at once, and those that follow together, once in each span of time. */
  readonly count: (key: string, say: (times: number) => Promise<unknown>) => Promise<void>
}

type Kept = { times: number; say: (times: number) => Promise<unknown> }

/** `every` is in milliseconds. What could not be said is said with the next. */
export function createTally(every = 60_000): Tally {
  const kept = new Map<string, Kept>()
  return {
    count: async (key, say) => {
      const known = kept.get(key)
      if (known) {
        known.times++
        known.say = say
        return
      }
      const first = { times: 1, say }
      kept.set(key, first)
      await tell(key, first)
    },
  }

  async function tell(key: string, one: Kept) {
    const { times } = one
    one.times = 0
    setTimeout(() => (one.times > 0 ? void tell(key, one) : kept.delete(key)), every).unref()
    await one.say(times).catch(() => (one.times += times))
  }
}
