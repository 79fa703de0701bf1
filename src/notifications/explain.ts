import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { findSubscriber } from '../subscribers/find.ts'
import type { Announcement, AnnouncementKind } from './announce.ts'
import { candidatesAmong } from './candidates.ts'
import { choose } from './choose.ts'
import { subjectOf } from './fan-out.ts'

/** What one subscriber was told of one post, and why, or why not. */
export type Explanation = {
  kind: AnnouncementKind
  told: boolean
  /** As in the ledger; null where there is no line in it. */
  state: string | null
  reason: string
  detail: string | null
  at: Date | null
}

/** Explains, for each time that readers were to be told of a post, what became of it for one subscriber. */
export async function explainDelivery(ctx: Context, update: string, subscriber: string): Promise<Explanation[]> {
  const announcements = await ctx.db
    .selectFrom('announcements')
    .selectAll()
    .where('update_id', '=', update)
    .where('org_id', '=', ctx.org)
    .orderBy('event_id')
    .execute()
  if (announcements.length === 0) throw new NotFound('update')
  const listener = await findSubscriber(ctx, subscriber)
  const lines = await ctx.db
    .selectFrom('deliveries')
    .select(['announcement_id', 'state', 'reason', 'detail', 'sent_at'])
    .where('update_id', '=', update)
    .where('subscriber_id', '=', subscriber)
    .execute()
  return Promise.all(
    announcements.map(async (announcement): Promise<Explanation> => {
      const kind = announcement.kind as AnnouncementKind
      const line = lines.find((one) => one.announcement_id === announcement.id)
      if (line)
        return {
          kind,
          told: line.state === 'sent',
          state: line.state,
          reason: line.reason,
          detail: line.detail,
          at: line.sent_at,
        }
      return {
        kind,
        told: false,
        state: null,
        reason: await whyNoLine(ctx, announcement, listener),
        detail: null,
        at: null,
      }
    }),
  )
}

type Known = Awaited<ReturnType<typeof findSubscriber>>

async function whyNoLine(ctx: Context, announcement: Announcement, listener: Known): Promise<string> {
  if (announcement.silent_reason) return announcement.silent_reason
  if (listener.page_id !== announcement.page_id) return 'follows another page'
  if (listener.created_at > announcement.created_at) return 'subscribed after it was posted'
  if (listener.state === 'erased') return 'was erased'
  if (announcement.stopped_at) return `stopped by ${announcement.stopped_by}`
  if (announcement.chosen_at) return 'was no subscriber when it was posted'
  const [candidate] = await candidatesAmong(ctx, announcement, [listener.id])
  if (!candidate) return 'was erased'
  return `is not decided yet: ${choose(await subjectOf(ctx, announcement), candidate).reason}`
}
