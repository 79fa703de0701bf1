import { mediumNamed } from '../channels/media.ts'
import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import { counted } from '../lib/counted.ts'
import { durationInWords } from '../lib/duration.ts'
import { objective } from '../notifications/objective.ts'
import { type Pace, paceSince } from '../notifications/pace.ts'
import { type News, newsOfDeliveries } from './news.ts'

type Event = { subject_id: string }

/** A channel whose messages leave too late; null where they no longer do. */
export async function slowNews(ctx: Context, { subject_id: channel }: Event): Promise<News | null> {
  const missed = await ctx.db
    .selectFrom('missed_objectives')
    .select('since')
    .where('org_id', '=', ctx.org)
    .where('channel', '=', channel)
    .executeTakeFirst()
  if (!missed) return null
  const paces = await paceSince(ctx, new Date(ctx.now().getTime() - 3_600_000), ctx.org)
  return newsOfDeliveries(ctx, {
    subject: `[Upfront] ${mediumNamed(channel)}: messages leave too slowly`,
    paragraphs: [
      howSlow(
        mediumNamed(channel),
        paces.find((pace) => pace.channel === channel),
      ),
      'Nothing is lost: what waits leaves as soon as it can. The ledger says of each message what it waits for.',
      'You get no second mail about this. The overview says so until messages leave in time again.',
    ],
    action: { label: 'See the deliveries', url: `${consoleUrl(ctx.settings)}/console/deliveries` },
  })
}

/** What left in time, and what waits. Neither may be so any more, by the time that the letter is written. */
function howSlow(name: string, pace: Pace | undefined): string {
  const { share, seconds } = objective
  const { figures, oldest = null } = pace ?? {}
  const met = figures?.met ?? 1
  const parts = [
    `Messages by ${name} leave later than they should.`,
    met < share &&
      `Of the ${counted(figures?.attempts ?? 0, 'first attempt')} of the past hour ${percent(met)} were made within ${seconds} seconds; ${percent(share)} should be.`,
    oldest !== null && oldest > seconds && `The oldest that waits has done so for ${durationInWords(oldest * 1000)}.`,
  ]
  return parts.filter(Boolean).join(' ')
}

const percent = (share: number) => `${Math.floor(share * 100)} %`

/** A destination that is written to no more, as it refuses messages. */
export async function quarantineNews(ctx: Context, { subject_id: id }: Event): Promise<News | null> {
  const subscriber = await ctx.db
    .selectFrom('subscribers')
    .select(['id', 'channel', 'label', 'reason', 'state'])
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (subscriber?.state !== 'quarantined') return null
  const medium = mediumNamed(subscriber.channel)
  const name = subscriber.label ?? medium
  return newsOfDeliveries(ctx, {
    subject: `[Upfront] ${name} takes no messages any more`,
    paragraphs: [
      `Nothing is sent to ${name} any more${name === medium ? '' : ` (${medium})`}: it refused what came.`,
      `Its last answer: ${subscriber.reason ?? 'none'}`,
      'It hears of nothing until its owner or one of you brings it back.',
    ],
    action: { label: 'See the subscriber', url: `${consoleUrl(ctx.settings)}/console/subscribers/${subscriber.id}` },
  })
}
