import { turnsOf } from '../content/announced.ts'
import type { Whole } from './snapshot.ts'

/** When what is shown is no longer true although nothing happened, in milliseconds: a promised time passes. */
export function lapseOf({ incidents, page }: Whole, now: Date): number {
  const promised = incidents.flatMap(({ nextUpdateAt: at }) => (at && at > now ? [at.getTime()] : []))
  return Math.min(Number.POSITIVE_INFINITY, ...promised, ...turnsOf(page.content, now))
}
