import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'

/** When an account last carried a message, and when it last failed to. */
export type Health = { lastSuccessAt: Date | null; lastFailureAt: Date | null; lastFailure: string | null }

export const unknownHealth: Health = { lastSuccessAt: null, lastFailureAt: null, lastFailure: null }

/** How accounts stand, by id, as far as the latest deliveries say: a look through all of them would take long. */
export async function healthOfAccounts(ctx: Context): Promise<Map<string, Health>> {
  const { rows } = await sql<{ id: string } & Health>`
    with latest as (
      select account_id, state, attempts, detail, sent_at, updated_at from deliveries
      where org_id = ${ctx.org} order by created_at desc, id desc limit 5000
    ), failed as (
      select distinct on (account_id) account_id, updated_at, detail from latest
      where state = 'failed' or (state = 'queued' and attempts > 0) order by account_id, updated_at desc
    )
    select a.id, max(l.sent_at) as "lastSuccessAt", f.updated_at as "lastFailureAt", f.detail as "lastFailure"
    from channel_accounts a left join latest l on l.account_id = a.id left join failed f on f.account_id = a.id
    where a.org_id = ${ctx.org} group by a.id, f.updated_at, f.detail`.execute(ctx.db)
  return new Map(rows.map(({ id, ...health }) => [id, health]))
}
