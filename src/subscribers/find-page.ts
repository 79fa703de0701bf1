import { hostOf, isOwnHost } from '../domains/host-name.ts'
import type { Base } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import type { Page } from '../pages/find.ts'
import { firstPage } from '../pages/url.ts'

/** The page that a reader is on: the one named in the path, else the host's, else the installation's first. */
export async function findReadersPage(
  base: Pick<Base, 'db' | 'settings'>,
  at: { slug: string | null; host: string },
): Promise<Page> {
  const pages = base.db.selectFrom('pages').selectAll()
  const host = hostOf(at.host) ?? ''
  const isOwn = isOwnHost(host, base.settings.url)
  const own = await pages.where('host', '=', host).executeTakeFirst()
  const named = at.slug === null ? null : await pages.where('slug', '=', at.slug).executeTakeFirst()
  const unnamed = own ?? (isOwn ? await front(base) : null)
  const page = at.slug === null ? unnamed : isOwn || named?.id === own?.id ? named : null
  if (!page) throw new NotFound('page')
  return page
}

const front = async (base: Pick<Base, 'db'>) =>
  base.db
    .selectFrom('pages')
    .selectAll()
    .where('id', '=', (await firstPage(base)) ?? '')
    .executeTakeFirst()
