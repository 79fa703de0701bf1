import type { Domain } from './find.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Days for which a name is still served after its proof was found missing: time to put back a record lost by mistake. */
export const graceDays = 7

/** What becomes of a name whose proof is missing. A proven one goes on for `graceDays`, and then stops. */
export function afterMissing({ state, lost_at }: Domain, now: Date): Pick<Domain, 'state' | 'lost_at'> {
  if (state !== 'proven') return { state, lost_at }
  const since = lost_at ?? now
  return { state: now.getTime() - since.getTime() >= graceDays * day ? 'broken' : 'proven', lost_at: since }
}

/** When a name is looked at again. Soon after it was added, daily once it is proven; a claim that came to nothing rests. */
export function nextLook({ state, lost_at, created_at }: Domain, now: Date): Date | null {
  const after = (wait: number) => new Date(now.getTime() + wait)
  if (state === 'proven') return after(lost_at === null ? day : hour)
  const age = now.getTime() - (state === 'broken' ? (lost_at ?? now) : created_at).getTime()
  if (age > 30 * day) return null
  if (state === 'broken') return after(6 * hour)
  return after(age < hour ? minute : age < day ? 10 * minute : 6 * hour)
}
