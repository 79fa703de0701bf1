import { sql } from 'kysely'
import type { Medium } from '../channels/channel.ts'
import { mediumName } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import { inLane } from './claim.ts'
import type { Facts } from './facts.ts'
import { type Lane, laneName, type PostOffice } from './lanes.ts'
import { type Settled, skipped } from './settle.ts'

/** Whoever switches an account off for a moment loses nothing, however long it had waited for something else. */
const waitsFor = 15 * 60_000

const whyOff = (channel: string) => `${mediumName(channel as Medium)} is switched off`

/** What becomes of a message whose destination only such accounts take as somebody has switched off. */
export function offFor(ctx: Context, facts: Facts, since: Date): Settled {
  const ended = skipped(facts, whyOff(facts.channel))
  const now = ctx.now().getTime()
  if (now - Math.max(facts.created_at.getTime(), since.getTime()) >= waitsFor) return ended
  const notBefore = new Date(now + 60_000)
  return {
    ...ended,
    state: 'queued',
    reason: null,
    detail: whyOff(facts.channel),
    togetherWith: facts.together_with,
    notBefore,
  }
}

/**
 * Where this process has no account for a lane: what waits says what for, until a process with one comes by. Where there
 * are accounts and all of them are switched off, it ends, and is not sent when they are switched on again.
 */
export async function sayWhyItWaits(ctx: Context, office: PostOffice, lane: Lane): Promise<void> {
  const { channel } = lane
  const off = await office.accounts.off(ctx, channel)
  const isOff = off.length > 0
  const since = Math.max(...off.map((one) => one.since.getTime()))
  if (isOff && ctx.now().getTime() - since >= waitsFor) while ((await endSome(ctx, lane)) === chunk);
  const missing = channel === 'email' ? 'no mail server is configured' : `no account for ${channel} is configured`
  const why = isOff ? whyOff(channel) : missing
  const [name, now] = [laneName(ctx, lane), ctx.now().getTime()]
  const said = office.saidWhy?.get(name)
  // A million may wait, and it is said of each once: all of them are read for that.
  if (said?.why === why && now - said.at < saysEvery) return
  office.saidWhy?.set(name, { why, at: now })
  let last: Said | undefined
  do last = await saySome(ctx, lane, why, last)
  while (last)
}

const chunk = 2000
const saysEvery = 30_000

async function endSome(ctx: Context, lane: Lane): Promise<number> {
  const now = ctx.now()
  const { numAffectedRows } = await sql`
    update deliveries set state = 'skipped', reason = ${whyOff(lane.channel)}, detail = null, updated_at = ${now}
    where id in (select d.id from deliveries d where d.org_id = ${ctx.org} and d.state = 'queued' and ${inLane(lane)}
      and d.created_at <= ${new Date(now.getTime() - waitsFor)} limit ${chunk} for update skip locked)`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}

/** The last of those it was said of, in the order of their lane's index. */
type Said = { place: string; id: string }

/** Goes on behind `after`. Undefined: that was the end. */
async function saySome(ctx: Context, lane: Lane, why: string, after?: Said): Promise<Said | undefined> {
  const place = lane.name === 'first' ? sql`d.event_id` : sql`d.next_attempt_at`
  const type = lane.name === 'first' ? sql`bigint` : sql`timestamptz`
  const { rows } = await sql<Said>`
    with next as materialized (
      select d.id, ${place} as place from deliveries d
      where d.org_id = ${ctx.org} and d.state = 'queued' and ${inLane(lane)}
        ${after ? sql`and (${place}, d.id) > (${after.place}::${type}, ${after.id})` : sql``}
      order by ${place}, d.id limit ${chunk}
    ), said as (
      update deliveries d set detail = ${why}, updated_at = ${ctx.now()}
      from next where d.id = next.id and d.state = 'queued' and d.detail is distinct from ${why}
    )
    select place::text, id from next order by next.place desc, id desc limit 1`.execute(ctx.db)
  return rows[0]
}
