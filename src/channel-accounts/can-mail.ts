import { carriersOf } from '../channels/index.ts'
import type { Context } from '../lib/context.ts'

/** Whether mail can leave: by the environment's server, or by an account that is switched on. What cannot leave waits. */
export async function canMail({ db, org, settings }: Pick<Context, 'db' | 'org' | 'settings'>): Promise<boolean> {
  if (settings.mailFrom !== null) return true
  const kinds = carriersOf('email').map(({ kind }) => kind)
  const account = await db
    .selectFrom('channel_accounts')
    .select('id')
    .where('org_id', '=', org)
    .where('kind', 'in', kinds)
    .where('enabled', '=', true)
    .limit(1)
    .executeTakeFirst()
  return account !== undefined
}
