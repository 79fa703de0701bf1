import type { Base } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import type { Page } from '../pages/find.ts'
import { firstPage } from '../pages/url.ts'

/** The page that a reader is on: the one named in the path, else the host's, else the installation's first. */
export async function findReadersPage(
  base: Pick<Base, 'db'>,
  at: { slug: string | null; host: string },
): Promise<Page> {
  const pages = base.db.selectFrom('pages').selectAll()
  const host = at.host.replace(/:\d+$/, '')
  const page = at.slug
    ? await pages.where('slug', '=', at.slug).executeTakeFirst()
    : ((await pages.where('host', '=', host).executeTakeFirst()) ??
      (await pages.where('id', '=', (await firstPage(base)) ?? '').executeTakeFirst()))
  if (!page) throw new NotFound('page')
  return page
}
