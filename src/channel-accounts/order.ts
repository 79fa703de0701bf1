import { sql } from 'kysely'
import { channelOf } from '../channels/index.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { accountsOf, findAccount } from './find.ts'

/** Puts the accounts in this order, ids or keys: of one medium the first that works carries the message. */
export async function orderAccounts(outer: Context, names: readonly string[]): Promise<void> {
  await transaction(outer, async (ctx) => {
    await sql`select 1 from channel_accounts where org_id = ${ctx.org} order by id for update`.execute(ctx.db)
    const before = await accountsOf(ctx)
    const ids = names.map((name) => before.find((one) => one.id === name || one.key === name)?.id)
    const problems = ids.flatMap((id, i) =>
      id === undefined || ids.indexOf(id) < i
        ? [{ pointer: `/accounts/${i}`, detail: 'expected each account once, by its id or key' }]
        : [],
    )
    if (problems.length > 0) throw new InvalidInput('The order is not right.', problems)
    const rest = before.map(({ id }) => id).filter((id) => !ids.includes(id))
    const after = [...ids.filter((id) => id !== undefined), ...rest]
    if (after.join() === before.map(({ id }) => id).join()) return
    await sql`
      update channel_accounts as a set position = o.position, updated_at = ${ctx.now()}
      from unnest(${after}::text[]) with ordinality as o (id, position) where a.id = o.id`.execute(ctx.db)
    await record(ctx, { kind: 'channel_account.ordered', subject: ctx.org, data: { accounts: after } })
  })
}

/** One place up or down among the accounts of its medium. */
export async function moveAccount(ctx: Context, name: string, by: -1 | 1): Promise<void> {
  const one = await findAccount(ctx, name)
  const all = await accountsOf(ctx)
  const peers = all.filter(({ kind }) => mediumOf(kind) === mediumOf(one.kind))
  const other = peers[peers.findIndex(({ id }) => id === one.id) + by]
  if (!other) return
  const swapped = new Map([
    [one.id, other.id],
    [other.id, one.id],
  ])
  await orderAccounts(
    ctx,
    all.map(({ id }) => swapped.get(id) ?? id),
  )
}

const mediumOf = (kind: string): string => channelOf(kind)?.medium ?? kind
