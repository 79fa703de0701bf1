import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { shortDuration } from '../lib/duration.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { seconds } from '../rules/schema.ts'
import { findSource, type SourceRow } from './find.ts'
import type { ChangeSource } from './schema.ts'
import { openSettings, requireSettings, sealSettings } from './settings.ts'

/** Changes what it is given. The event says which settings changed, never what they hold. */
export async function changeSource(outer: Context, name: string, input: ChangeSource): Promise<SourceRow> {
  return transaction(outer, async (ctx) => {
    const source = await findSource(ctx, name)
    refuseManaged(ctx, `The source "${source.name}"`, source)
    if (input.settings) requireSettings(source.kind, input.settings)
    const { settings, ...open } = input
    const changes = changesBetween(
      { name: source.name, silentAfter: source.silent_after === null ? null : shortDuration(source.silent_after) },
      open,
    )
    const hidden = Object.keys(settings ? changesBetween(openSettings(ctx, source), settings) : {})
    const dropped = settings ? Object.keys(openSettings(ctx, source)).filter((name) => !(name in settings)) : []
    const changedSettings = [...hidden, ...dropped]
    if (isUnchanged(changes) && changedSettings.length === 0 && !takesOver(ctx, source)) return source
    const changed = await ctx.db
      .updateTable('sources')
      .set({
        name: input.name,
        ...(settings ? { settings_sealed: sealSettings(ctx, settings) } : {}),
        ...(input.silentAfter === undefined ? {} : { silent_after: seconds(input.silentAfter) }),
        managed_by: fileOf(ctx),
        updated_at: ctx.now(),
      })
      .where('id', '=', source.id)
      .where('org_id', '=', ctx.org)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, {
      kind: 'source.changed',
      subject: source.id,
      data: { key: source.key, changes, settings: changedSettings },
    })
    return changed
  })
}
