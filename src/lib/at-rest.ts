import { getHeapStatistics } from 'node:v8'

/** What is seen of the process in one look: its share of a processor since the one before, and the milliseconds since it began. */
export type Look = { load: number; now: number }

/** A tenth of that is what readers of a page and an empty queue take. */
const quiet = 0.05
/** Bytes that are worth it. */
const worth = 8 * 2 ** 20
/** Milliseconds from one time to the next. */
const apart = 600_000

/**
 * Says at each look whether what a start or a time of much work left behind is given back now. It takes a seventh of a second in which nobody is
 * answered: so it waits until little was done for two looks, is worth it, and does not come again soon.
 */
export function givingBack(collect: () => void, held: () => number): (look: Look) => boolean {
  let wasQuiet = false
  let left = 0
  let last = Number.NEGATIVE_INFINITY
  return ({ load, now }) => {
    const isQuiet = load < quiet
    const isDue = isQuiet && wasQuiet && now - last >= apart && held() - left >= worth
    wasQuiet = isQuiet
    if (!isDue) return false
    collect()
    left = held()
    last = now
    return true
  }
}

const every = 5000

/**
 * Lets the process hold little at rest. V8 gives memory back by itself where next to nothing is allocated, which is never so while a queue is looked
 * at. Does nothing in a process that was not started with `--expose-gc`.
 */
export function holdLittleAtRest(): void {
  const { gc } = globalThis
  if (!gc) return
  const collect = () => void gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  const look = givingBack(collect, () => getHeapStatistics().total_heap_size)
  let before = process.cpuUsage()
  let at = performance.now()
  setInterval(() => {
    const used = process.cpuUsage(before)
    const now = performance.now()
    look({ load: (used.user + used.system) / 1000 / (now - at), now })
    before = process.cpuUsage()
    at = now
  }, every).unref()
}
