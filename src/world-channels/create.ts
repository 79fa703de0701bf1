import type { Insertable } from 'kysely'
import type { Subscribers } from '../db/schema.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { findPage } from '../pages/find.ts'
import { destinationOf } from '../subscribers/destination.ts'
import { writeWishes } from '../subscribers/wish.ts'
import { findWorldChannel, paused, type WorldChannel, worldKind } from './find.ts'
import type { NewWorldChannel } from './schema.ts'

/**
 * Lets the page speak to the world by an account or a room of its own. Throws `Conflict` where the key or the
 * destination is taken.
 */
export async function createWorldChannel(outer: Context, name: string, input: NewWorldChannel): Promise<WorldChannel> {
  const { key, channel, target, paused: isPaused = false, ...heard } = input
  worldKind(channel)
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    const now = ctx.now()
    const row = {
      ...destinationOf(ctx, channel, target),
      key,
      world: true,
      state: isPaused ? 'unsubscribed' : 'active',
      reason: isPaused ? paused : null,
      managed_by: fileOf(ctx),
      updated_at: now,
    }
    const { id } = await unlessTaken(
      `There is already a channel with the key "${key}".`,
      insert(ctx, { id: newId(ctx), org_id: ctx.org, page_id: page.id, created_at: now, ...row }),
    )
    await writeWishes(ctx, await findWorldChannel(ctx, page.id, id), heard)
    await record(ctx, { kind: 'world_channel.created', subject: id, page: page.id, data: { key, channel } })
    return findWorldChannel(ctx, page.id, id)
  })
}

/** One that was removed comes back as itself. */
async function insert(ctx: Context, row: Insertable<Subscribers>): Promise<{ id: string }> {
  const { id: _, created_at: __, ...again } = row
  const inserted = await ctx.db
    .insertInto('subscribers')
    .values(row)
    .onConflict((oc) =>
      oc
        .constraint('subscribers_destination')
        .doUpdateSet(again)
        .where('subscribers.world', '=', true)
        .where('subscribers.state', '=', 'erased'),
    )
    .returning('id')
    .executeTakeFirst()
  if (!inserted)
    throw new Conflict('The page has this destination already: as a channel to the world, or as a subscriber.')
  return inserted
}
