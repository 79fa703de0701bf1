import { setTimeout as wait } from 'node:timers/promises'

/**
 * Asks again until it is so; what it said. For things outside this process, which no clock of ours moves. The limit is for
 * what will never be so: slow machines stand still for seconds. Asking takes a sixth of the time at most: what is asked has
 * work to do.
 */
export async function until<T>(ask: () => Promise<T> | T, within = 60_000): Promise<NonNullable<T>> {
  const last = performance.now() + within
  for (;;) {
    const asked = performance.now()
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > last) throw new Error(`not so after ${within} ms: ${ask}`)
    await wait(Math.min(Math.max(20, 5 * (performance.now() - asked)), 250))
  }
}
