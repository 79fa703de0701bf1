import type { Selectable } from 'kysely'
import type { Pages } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'

export type Page = Selectable<Pages>

export const pagesOf = (ctx: Context): Promise<Page[]> =>
  ctx.db
    .selectFrom('pages')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id')
    .execute()

/** A page, named by its id or its slug. */
export async function findPage(ctx: Context, name: string): Promise<Page> {
  const rows = await ctx.db
    .selectFrom('pages')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where((eb) => eb.or([eb('id', '=', name), eb('slug', '=', name)]))
    .execute()
  const page = rows.find((row) => row.id === name) ?? rows[0]
  if (!page) throw new NotFound('page')
  return page
}
