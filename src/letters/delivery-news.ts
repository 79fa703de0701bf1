import { mediumNamed } from '../channels/media.ts'
import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
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
  return newsOfDeliveries(ctx, {
    subject: `[Upfront] ${mediumNamed(channel)}: messages leave too slowly`,
    paragraphs: [
      `In the past hour too many messages by one channel, ${mediumNamed(channel)}, left later than promised, or wait now.`,
      'The ledger says what they wait for; the overview says it when they leave in time again.',
    ],
    action: { label: 'See the deliveries', url: `${consoleUrl(ctx.settings)}/console/deliveries` },
  })
}

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
