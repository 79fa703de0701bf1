import { record } from '../events/record.ts'
import { type Base, type Context, transaction } from '../lib/context.ts'
import { findPage } from '../pages/find.ts'
import { nextEpoch } from './change.ts'
import { accessRow } from './find.ts'
import { longestHours } from './schema.ts'
import type { Session } from './session.ts'
import { touchAccess } from './touch.ts'

/** Ends one reader's session, on every server: its cookie opens nothing from now on. */
export async function endReading(outer: Context, session: Session): Promise<void> {
  await transaction(outer, async (ctx) => {
    await ctx.db
      .insertInto('access_ended')
      .values({ page_id: session.page, session: session.id, expires_at: new Date(session.until) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await touchAccess(ctx, session.page)
  })
}

/** Signs every reader of a page out. Private feeds stay: they are revoked one by one. */
export async function signEverybodyOut(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    await ctx.db.selectFrom('pages').select('id').where('id', '=', page.id).forUpdate().executeTakeFirst()
    const row = await accessRow(ctx, page.id)
    if (!row) return
    await ctx.db
      .updateTable('page_access')
      .set({ epoch: nextEpoch(row, ctx.now().getTime()), updated_at: ctx.now() })
      .where('page_id', '=', page.id)
      .execute()
    await touchAccess(ctx, page.id)
    await record(ctx, { kind: 'access.signed_out', subject: page.id, page: page.id })
  })
}

const longestSession = longestHours * 3_600_000

/** Forgets links, flows, assertions and ended sessions whose time is over. */
export async function forgetOldAccess({ db, now }: Pick<Base, 'db' | 'now'>): Promise<void> {
  await db.deleteFrom('access_links').where('expires_at', '<', now()).execute()
  await db.deleteFrom('access_flows').where('expires_at', '<', now()).execute()
  await db.deleteFrom('access_assertions').where('expires_at', '<', now()).execute()
  await db.deleteFrom('access_ended').where('expires_at', '<', now()).execute()
  await db
    .deleteFrom('access_left')
    .where('left_at', '<', new Date(now().getTime() - longestSession))
    .execute()
}
