import { accountSettings, accountsOf } from '../channel-accounts/find.ts'
import { priceOf } from '../channel-accounts/schema.ts'
import type { Context } from '../lib/context.ts'
import { wishesOf } from '../subscribers/preferences.ts'
import { isPaused, worldChannelsOf } from '../world-channels/find.ts'
import { settingsOfTarget } from '../world-channels/target.ts'
import type { Present } from './existing.ts'
import type { WantedAccount, WantedWorldChannel } from './wanted.ts'

/** The accounts that are there, in the order in which they are tried. */
export const presentAccounts = async (ctx: Context): Promise<Present<WantedAccount>[]> =>
  (await accountsOf(ctx)).map((account) => ({
    id: account.id,
    managedBy: account.managed_by,
    is: {
      key: account.key,
      kind: account.kind,
      name: account.name,
      settings: accountSettings(ctx, account),
      price: priceOf(account),
      enabled: account.enabled,
    },
  }))

/** What pages say to the world by themselves. `slugs`: by their ids. */
export const presentWorldChannels = async (
  ctx: Context,
  slugs: ReadonlyMap<string, string>,
): Promise<Present<WantedWorldChannel>[]> =>
  (await worldChannelsOf(ctx)).map((one) => {
    const { kinds = null, phases = 'all', leastImpact = null } = wishesOf(one)
    return {
      id: one.id,
      managedBy: one.managed_by,
      is: {
        page: slugs.get(one.page_id) ?? '',
        key: one.key,
        channel: one.channel,
        target: settingsOfTarget(ctx, one),
        paused: isPaused(one),
        kinds,
        phases,
        leastImpact,
      },
    }
  })
