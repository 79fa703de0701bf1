import { sql } from 'kysely'
import { vendorOf } from '../channel-accounts/words.ts'
import type { Medium } from '../channels/channel.ts'
import { mediumName } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import { failuresAllowed } from './breaker.ts'

/** Somebody who takes nothing just now: an account's vendor, or the host of destinations. */
export type Away = {
  /** Null: no account of the operator's, the destination's own host. */
  account: string | null
  name: string
  /** When it last took something; else when the first that waits was chosen. */
  since: Date
  waiting: number
  /** When the next attempt is due; null where none is. */
  nextAt: Date | null
  reason: string | null
}

/**
 * Who failed so often in a row that nothing more is tried for a while, as far as the latest deliveries say: each process
 * that sends has its own breakers, and what they do shows here.
 */
export async function awayNow(ctx: Context): Promise<Away[]> {
  const { rows } = await sql<Away & { kind: string | null; channel: string; host: string | null }>`
    with latest as (
      select channel, host, account_id, state, attempts, detail, sent_at, updated_at, next_attempt_at, created_at
      from deliveries where org_id = ${ctx.org} order by created_at desc, id desc limit 5000
    ), took as (
      select channel, host, account_id, max(sent_at) as sent_at from latest group by 1, 2, 3
    )
    select l.channel, l.host, l.account_id as account, a.name, a.kind,
      coalesce(t.sent_at, min(l.created_at)) as since, count(*)::int as waiting,
      min(l.next_attempt_at) filter (where l.attempts > 0) as "nextAt",
      (array_agg(l.detail order by l.updated_at desc) filter (where l.attempts > 0))[1] as reason
    from latest l
    join took t on t.channel = l.channel and t.host is not distinct from l.host
      and t.account_id is not distinct from l.account_id
    left join channel_accounts a on a.id = l.account_id
    where l.state = 'queued'
    group by l.channel, l.host, l.account_id, a.name, a.kind, t.sent_at
    having coalesce(sum(l.attempts) filter (where t.sent_at is null or l.updated_at > t.sent_at), 0) >= ${failuresAllowed}
    order by count(*) desc limit 20`.execute(ctx.db)
  return rows.map(({ kind, channel, host, name, ...row }) => ({
    ...row,
    name: name ?? (kind ? vendorOf(kind) : host || mediumName(channel as Medium)),
  }))
}

/** One line of it, in plain words. */
export const awayInWords = ({ since, waiting, nextAt, reason }: Away, clock: Clock): Html =>
  html`has taken nothing since ${moment(since, clock)}${reason && html`: ${reason}`}. ${counted(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'}; ${nextAt && nextAt > clock.now ? html`the next attempt is at ${moment(nextAt, clock)}` : 'the next attempt is due now'}. What waits leaves by itself as soon as it is back.`

/** What is paused, above the ledger; nothing where everybody answers. */
export const awayPart = (away: readonly Away[], clock: Clock): Html | false =>
  away.length > 0 &&
  html`<div class="problems calm"><p><strong>${away.length === 1 ? 'Somebody does not answer.' : 'Some do not answer.'}</strong> Upfront pauses what goes there, so that it delays nobody else.</p><ul>${away
    .slice(0, 5)
    .map(
      (one) =>
        html`<li>${one.account ? html`<a href="/console/channels/${one.account}">${one.name}</a>` : html`<bdi>${one.name}</bdi>`} ${awayInWords(one, clock)}</li>`,
    )}${away.length > 5 && html`<li>and ${away.length - 5} more, the last of them ${ago(away.at(-1)?.since ?? clock.now, clock)}</li>`}</ul></div>`
