import type { Context, InstallationSettings } from '../lib/context.ts'
import type { Page } from './find.ts'

/**
 * Where a page lives: on its own host name, else on the installation's address, the first page at its root and the
 * others below `/p/<slug>`. `basePath` is the prefix of the page's own links.
 */
export function placeOf(
  settings: Pick<InstallationSettings, 'url'>,
  page: { slug: string; host: string | null },
  isFirst: boolean,
): { url: string; basePath: string } {
  if (page.host) {
    const base = new URL(settings.url)
    return { url: `${base.protocol}//${page.host}${base.port ? `:${base.port}` : ''}`, basePath: '' }
  }
  const basePath = isFirst ? '' : `/p/${page.slug}`
  return { url: settings.url + basePath, basePath }
}

/** The public address of a page, without a trailing slash. */
export async function pageUrl(ctx: Context, page: Page): Promise<string> {
  return placeOf(ctx.settings, page, (await firstPage(ctx)) === page.id).url
}

/** The page at the installation's root: the first of all organizations' pages that has no host name of its own. */
export async function firstPage(ctx: Pick<Context, 'db'>): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('pages')
    .select('id')
    .where('host', 'is', null)
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst()
  return row?.id ?? null
}
