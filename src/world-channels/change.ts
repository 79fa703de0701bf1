import { withKept } from '../channel-accounts/settings.ts'
import { record } from '../events/record.ts'
import { changesBetween } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { findPage } from '../pages/find.ts'
import { destinationOf } from '../subscribers/destination.ts'
import { writeWishes } from '../subscribers/wish.ts'
import { findWorldChannel, isPaused, paused, type WorldChannel, worldKind } from './find.ts'
import type { ChangeWorldChannel } from './schema.ts'
import { settingsOfTarget } from './target.ts'

/**
 * Changes what it is given. One that the vendor refused for good starts again where it gets another destination or is
 * unpaused. The event says which fields changed, never what they hold.
 */
export async function changeWorldChannel(
  outer: Context,
  page: string,
  name: string,
  input: ChangeWorldChannel,
): Promise<WorldChannel> {
  const { target, paused: pause, ...heard } = input
  return transaction(outer, async (ctx) => {
    const { id: pageId } = await findPage(ctx, page)
    const one = await findWorldChannel(ctx, pageId, name)
    refuseManaged(ctx, `The channel "${one.label ?? one.key}"`, one)
    const before = settingsOfTarget(ctx, one)
    const after = target ? withKept(worldKind(one.channel).target, target, before) : before
    const changed = Object.keys({ ...changesBetween(before, after), ...changesBetween(after, before) })
    const isSwitched = pause !== undefined && pause !== isPaused(one)
    const isRevived = pause === false && one.state !== 'active'
    const isTaken = takesOver(ctx, one)
    const isWished = await writeWishes(ctx, one, heard)
    if (changed.length === 0 && !isSwitched && !isRevived && !isTaken && !isWished) return one
    const state =
      (pause ?? isPaused(one)) ? { state: 'unsubscribed', reason: paused } : { state: 'active', reason: null }
    await unlessTaken(
      'The page has this destination already: as a channel to the world, or as a subscriber.',
      ctx.db
        .updateTable('subscribers')
        .set({
          ...(changed.length > 0 ? destinationOf(ctx, one.channel, after) : {}),
          ...(changed.length > 0 || isSwitched || isRevived ? state : {}),
          managed_by: fileOf(ctx),
          updated_at: ctx.now(),
        })
        .where('id', '=', one.id)
        .where('org_id', '=', ctx.org)
        .execute(),
    )
    const data = { key: one.key, target: changed, ...(isSwitched ? { paused: pause } : {}) }
    await record(ctx, { kind: 'world_channel.changed', subject: one.id, page: pageId, data })
    return findWorldChannel(ctx, pageId, one.id)
  })
}
