import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { type Account, accountSettings, findAccount } from './find.ts'
import { kindNamed } from './kinds.ts'
import { offerChanged } from './offer-changed.ts'
import { type ChangeAccount, priceColumns, priceOf } from './schema.ts'
import { checked, type Settings, sealed, withKept } from './settings.ts'

/** Changes what it is given. The event says which settings changed, never what they hold. */
export async function changeAccount(outer: Context, name: string, input: ChangeAccount): Promise<Account> {
  return transaction(outer, async (ctx) => {
    const account = await findAccount(ctx, name)
    refuseManaged(ctx, `The account "${account.name}"`, account)
    const { settings: given, ...open } = input
    const before = accountSettings(ctx, account)
    const settings = given && settingsFrom(account.kind, given, before)
    const changes = changesBetween({ name: account.name, enabled: account.enabled, price: priceOf(account) }, open)
    const changedSettings = settings ? differing(before, settings) : []
    if (isUnchanged(changes) && changedSettings.length === 0 && !takesOver(ctx, account)) return account
    const changed = await ctx.db
      .updateTable('channel_accounts')
      .set({
        name: open.name,
        enabled: open.enabled,
        ...(settings ? { settings: sealed(ctx, settings) } : {}),
        ...(open.price === undefined ? {} : priceColumns(open.price)),
        managed_by: fileOf(ctx),
        updated_at: ctx.now(),
      })
      .where('id', '=', account.id)
      .where('org_id', '=', ctx.org)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, {
      kind: 'channel_account.changed',
      subject: account.id,
      data: { key: account.key, changes, settings: changedSettings },
    })
    if ('enabled' in changes) await offerChanged(ctx)
    return changed
  })
}

function settingsFrom(kind: string, given: Settings, before: Settings): Settings {
  const { settings: schema } = kindNamed(kind)
  const settings = withKept(schema, given, before)
  checked(schema, '/settings', settings)
  return settings
}

const differing = (before: Settings, after: Settings): string[] => [
  ...Object.keys(changesBetween(before, after)),
  ...Object.keys(before).filter((name) => !(name in after)),
]
