import { listAudiences } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { findSubscriber } from '../subscribers/find.ts'
import type { Announcement, AnnouncementKind } from './announce.ts'
import { candidatesAmong } from './candidates.ts'
import { choose, type Subject } from './choose.ts'
import { subjectOf } from './fan-out.ts'
import { type Step, stepsOf } from './steps.ts'

/** What one subscriber was told of one post, and why, or why not. */
export type Explanation = {
  kind: AnnouncementKind
  told: boolean
  /** As in the ledger; null where there is no line in it. */
  state: string | null
  reason: string
  detail: string | null
  at: Date | null
  /** The key of the audience whose words they get, as audiences are now; null: the post's own. */
  words: string | null
  /** Waits until then: quiet hours, or another attempt. */
  notBefore: Date | null
  /** The delivery in whose message this was told too. */
  togetherWith: string | null
  /** Each question of the decision, as things are now. */
  steps: Step[]
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
    .select([
      'announcement_id',
      'state',
      'reason',
      'detail',
      'sent_at',
      'not_before',
      'next_attempt_at',
      'together_with',
    ])
    .where('update_id', '=', update)
    .where('subscriber_id', '=', subscriber)
    .execute()
  const keys = new Map((await listAudiences(ctx)).map(({ id, key }) => [id, key]))
  return Promise.all(
    announcements.map(async (announcement): Promise<Explanation> => {
      const kind = announcement.kind as AnnouncementKind
      const line = lines.find((one) => one.announcement_id === announcement.id)
      const subject = await subjectOf(ctx, announcement)
      const audience = subject.sight?.(listener).words ?? null
      const steps = await stepsFor(ctx, announcement, subject, listener)
      const words = audience === null ? null : (keys.get(audience) ?? audience)
      if (!line)
        return {
          kind,
          told: false,
          state: null,
          reason: await whyNoLine(ctx, announcement, subject, listener),
          detail: null,
          at: null,
          words,
          notBefore: null,
          togetherWith: null,
          steps,
        }
      return {
        kind,
        told: line.state === 'sent',
        state: line.state,
        reason: line.reason,
        detail: detailOf(line, announcement),
        at: line.sent_at,
        words,
        notBefore: line.state === 'queued' ? (line.next_attempt_at ?? line.not_before) : null,
        togetherWith: line.together_with,
        steps,
      }
    }),
  )
}

type Line = { state: string; detail: string | null; together_with: string | null }

/** How it ended, or what it waits for. */
function detailOf({ state, detail, together_with }: Line, { paused_at }: Announcement): string | null {
  if (state === 'queued' && paused_at) return 'telling people of this post is paused'
  if (state === 'sent' && together_with) return `told in one message with other posts${detail ? `: ${detail}` : ''}`
  return detail
}

type Known = Awaited<ReturnType<typeof findSubscriber>>

async function stepsFor(ctx: Context, announcement: Announcement, subject: Subject, listener: Known): Promise<Step[]> {
  const question = 'Are they a subscriber of this page, and were they when it was posted?'
  const stranger = whyStranger(announcement, listener)
  const there: Step = stranger
    ? { question, answer: stranger, good: false, remedy: 'Only who subscribes to the page by then is told of a post.' }
    : { question, answer: 'they are, and were', good: true, remedy: null }
  const [candidate] = await candidatesAmong(ctx, announcement, [listener.id], false, subject.only)
  return [there, ...(candidate ? stepsOf(subject, candidate) : [])]
}

function whyStranger(announcement: Announcement, listener: Known): string | null {
  if (listener.page_id !== announcement.page_id) return 'follows another page'
  if (listener.created_at > announcement.created_at) return 'subscribed after it was posted'
  return listener.state === 'erased' ? 'was erased' : null
}

async function whyNoLine(ctx: Context, announcement: Announcement, subject: Subject, listener: Known): Promise<string> {
  if (announcement.silent_reason) return announcement.silent_reason
  const stranger = whyStranger(announcement, listener)
  if (stranger) return stranger
  if (announcement.stopped_at) return `stopped by ${announcement.stopped_by}`
  if (announcement.chosen_at) return 'was no subscriber when it was posted'
  const [candidate] = await candidatesAmong(ctx, announcement, [listener.id], false, subject.only)
  if (!candidate) return 'was erased'
  return `is not decided yet: ${choose(subject, candidate).reason}`
}
