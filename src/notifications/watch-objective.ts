import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { isMissed } from './objective.ts'
import { paceSince } from './pace.ts'

const hour = 3_600_000

/** Notes which channels miss the delivery objective of the past hour, once for each time that it begins. */
export async function watchObjective(ctx: Context): Promise<void> {
  const paces = await paceSince(ctx, new Date(ctx.now().getTime() - hour), ctx.org)
  const missed = paces.filter(({ figures, oldest }) => isMissed(figures, oldest)).map(({ channel }) => channel)
  const known = await missedObjectives(ctx)
  for (const channel of missed.filter((one) => !known.some((other) => other.channel === one))) await begin(ctx, channel)
  for (const { channel } of known.filter((one) => !missed.includes(one.channel))) await end(ctx, channel)
}

export const missedObjectives = (ctx: Context): Promise<{ channel: string; since: Date }[]> =>
  ctx.db
    .selectFrom('missed_objectives')
    .select(['channel', 'since'])
    .where('org_id', '=', ctx.org)
    .orderBy('since')
    .execute()

const begin = (outer: Context, channel: string) =>
  transaction(outer, async (ctx) => {
    const begun = await ctx.db
      .insertInto('missed_objectives')
      .values({ org_id: ctx.org, channel, since: ctx.now() })
      .onConflict((oc) => oc.columns(['org_id', 'channel']).doNothing())
      .returning('channel')
      .executeTakeFirst()
    if (begun) await record(ctx, { kind: 'objective.missed', subject: channel })
  })

const end = (outer: Context, channel: string) =>
  transaction(outer, async (ctx) => {
    const ended = await ctx.db
      .deleteFrom('missed_objectives')
      .where('org_id', '=', ctx.org)
      .where('channel', '=', channel)
      .returning('channel')
      .executeTakeFirst()
    if (ended) await record(ctx, { kind: 'objective.met', subject: channel })
  })
