import { type Context, transaction } from '../lib/context.ts'
import { lockFor } from '../rules/facts.ts'
import { createPage } from './create.ts'
import { type Page, pagesOf } from './find.ts'

export const firstPageSettings = { slug: 'status', name: 'Status' } as const

/** Gives an organization without pages an empty one, so that a first start has something to show. Null: it has some. */
export async function ensureFirstPage(outer: Context): Promise<Page | null> {
  return transaction(outer, async (ctx) => {
    await lockFor(ctx, 'page', `first of ${ctx.org}`)
    return (await pagesOf(ctx)).length > 0 ? null : createPage(ctx, firstPageSettings)
  })
}

/** The empty first page, where nobody has made anything of it; a first configuration takes its place. */
export async function untouchedFirstPage(ctx: Context): Promise<Page | null> {
  const pages = await pagesOf(ctx)
  const page = pages[0]
  if (pages.length !== 1 || !page || page.managed_by !== null) return null
  if (page.slug !== firstPageSettings.slug || page.name !== firstPageSettings.name) return null
  const touched = await ctx.db
    .selectNoFrom((eb) => [
      eb
        .or([
          eb.exists(eb.selectFrom('components').select('id').where('page_id', '=', page.id)),
          eb.exists(eb.selectFrom('metrics').select('id').where('page_id', '=', page.id)),
          eb.exists(eb.selectFrom('incidents').select('id').where('page_id', '=', page.id)),
          eb.exists(eb.selectFrom('subscribers').select('id').where('page_id', '=', page.id)),
          eb.exists(eb.selectFrom('rules').select('id').where('page_id', '=', page.id)),
          eb.exists(
            eb.selectFrom('events').select('id').where('subject_id', '=', page.id).where('kind', '<>', 'page.created'),
          ),
        ])
        .as('touched'),
    ])
    .executeTakeFirstOrThrow()
  return touched.touched ? null : page
}
