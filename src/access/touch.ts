import { sql } from 'kysely'
import { pageChanged } from '../events/record.ts'
import type { Context } from '../lib/context.ts'

/** Tells every server to read the page's access anew, in the transaction of the change. The page itself stays as it is. */
export async function touchAccess(ctx: Context, page: string) {
  await ctx.db.updateTable('page_access').set({ version: sql`version + 1` }).where('page_id', '=', page).execute()
  await sql`select pg_notify(${pageChanged}, ${page})`.execute(ctx.db)
}

/** The same of all pages of the organization: somebody came or went who writes them. */
export async function touchAllAccess(ctx: Context) {
  const rows = await ctx.db
    .selectFrom('page_access')
    .select('page_id')
    .where('org_id', '=', ctx.org)
    .orderBy('page_id')
    .execute()
  for (const { page_id: page } of rows) await touchAccess(ctx, page)
}

/** The same where an audience of the page changed: private feeds of those whom it named may have ended. */
export async function touchNamed(ctx: Context, page: string) {
  const feed = await ctx.db
    .selectFrom('access_feeds')
    .select('id')
    .where('page_id', '=', page)
    .where('way', '=', 'mail')
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (feed) await touchAccess(ctx, page)
}
