import type { Base } from '../lib/context.ts'
import { firstPage } from '../pages/url.ts'
import type { Listed } from './directory.ts'

/** All pages in their order, with what tells whether they must be published again. */
export async function listPages(base: Base) {
  const first = await firstPage(base)
  const pages = await base.db
    .selectFrom('pages')
    .leftJoin('page_access', 'page_access.page_id', 'pages.id')
    .select(['pages.id', 'slug', 'host', 'pages.version', 'time_zone', 'is_private'])
    .select('page_access.version as access')
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('pages.id')
    .execute()
  const listed = pages.map(
    (page): Listed => ({
      id: page.id,
      slug: page.slug,
      host: page.host,
      first: page.id === first,
      ...(page.is_private && { private: true }),
    }),
  )
  return { pages, listed }
}
