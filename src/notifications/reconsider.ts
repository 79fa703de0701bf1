import type { Context } from '../lib/context.ts'
import type { Announcement } from './announce.ts'
import { candidatesAmong } from './candidates.ts'
import { choose, type Verdict } from './choose.ts'
import { subjectOf } from './fan-out.ts'

/** A delivery that is about to leave. `mayDiffer`: its reader changed something since it was chosen, or has quiet hours. */
export type Leaving = { delivery: string; announcement: string; subscriber: string; mayDiffer: boolean }

/** What choosing says now of those for whom it may say something else than it did; by delivery. */
export async function reconsider(ctx: Context, leaving: readonly Leaving[]): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>()
  const doubtful = Map.groupBy(
    leaving.filter((one) => one.mayDiffer),
    (one) => one.announcement,
  )
  for (const [id, group] of doubtful) {
    const announcement: Announcement = await ctx.db
      .selectFrom('announcements')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const subject = await subjectOf(ctx, announcement)
    const ids = group.map((one) => one.subscriber)
    for (const listener of await candidatesAmong(ctx, announcement, ids, false, subject.only)) {
      const delivery = group.find((one) => one.subscriber === listener.id)?.delivery
      if (delivery) verdicts.set(delivery, choose(subject, listener))
    }
  }
  return verdicts
}
