import { sql } from 'kysely'
import { pageChanged } from '../events/record.ts'
import type { Context } from '../lib/context.ts'

/** Tells every server to read the page's access anew, in the transaction of the change. The page itself stays as it is. */
export async function touchAccess(ctx: Context, page: string) {
  await ctx.db.updateTable('page_access').set({ version: sql`version + 1` }).where('page_id', '=', page).execute()
  await sql`select pg_notify(${pageChanged}, ${page})`.execute(ctx.db)
}
