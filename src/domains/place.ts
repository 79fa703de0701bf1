import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import type { Domain } from './find.ts'

/**
 * A name that is proven becomes the page's address where the page has no name of its own yet; else it leads there. What a
 * file sets stays as the file has it.
 */
export async function moveIn(ctx: Context, { page_id, host }: Domain): Promise<void> {
  const moved = await ctx.db
    .updateTable('pages')
    .set({ host })
    .where('id', '=', page_id)
    .where('org_id', '=', ctx.org)
    .where('host', 'is', null)
    .where('managed_by', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (moved) await changed(ctx, page_id, null, host)
}

/** A page whose address is lost lives at another name that it has, else at the installation's address again. */
export async function leave(ctx: Context, { page_id, host }: Domain): Promise<void> {
  const other = await ctx.db
    .selectFrom('domains')
    .select('host')
    .where('page_id', '=', page_id)
    .where('state', '=', 'proven')
    .where('host', '<>', host)
    .orderBy('proven_at')
    .orderBy('host')
    .executeTakeFirst()
  const left = await ctx.db
    .updateTable('pages')
    .set({ host: other?.host ?? null })
    .where('id', '=', page_id)
    .where('org_id', '=', ctx.org)
    .where('host', '=', host)
    .returning('id')
    .executeTakeFirst()
  if (left) await changed(ctx, page_id, host, other?.host ?? null)
}

export const changed = (ctx: Context, page: string, from: string | null, to: string | null) =>
  record(ctx, { kind: 'page.changed', subject: page, page, data: { changes: { host: { from, to } } } })
