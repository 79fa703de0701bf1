import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { pagesOf } from './find.ts'

/** Gives all pages the order of these ids: the first without a host name of its own is at the installation's root. */
export async function orderPages(ctx: Context, ids: readonly string[]): Promise<void> {
  const pages = await pagesOf(ctx)
  for (const [index, id] of ids.entries()) {
    const page = pages.find((row) => row.id === id)
    if (!page || page.position === index + 1) continue
    await ctx.db
      .updateTable('pages')
      .set({ position: index + 1 })
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .execute()
    const place = pages.indexOf(page)
    if (place === index) continue
    const changes = { position: { from: place + 1, to: index + 1 } }
    await record(ctx, { kind: 'page.changed', subject: id, page: id, data: { changes } })
  }
}
