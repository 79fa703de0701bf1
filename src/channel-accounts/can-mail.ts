import { type RawBuilder, sql } from 'kysely'
import { carriersOf } from '../channels/index.ts'
import type { Context } from '../lib/context.ts'

type Asked = Pick<Context, 'org' | 'settings'>

/** Whether mail can leave: by the environment's server, or by an account that is switched on. What cannot leave waits. */
export async function canMail({ db, ...asked }: Asked & Pick<Context, 'db'>): Promise<boolean> {
  if (asked.settings.mailFrom !== null) return true
  const { rows } = await sql<{ can: boolean }>`select ${mailLeaves(asked)} as can`.execute(db)
  return rows[0]?.can ?? false
}

/** The same, as part of a statement. */
export function mailLeaves({ org, settings }: Asked): RawBuilder<boolean> {
  if (settings.mailFrom !== null) return sql`true`
  const kinds = carriersOf('email').map(({ kind }) => kind)
  return sql`exists (select 1 from channel_accounts where org_id = ${org} and kind = any (${kinds}) and enabled)`
}
