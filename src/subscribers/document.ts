import { appearanceOf } from '../appearance/find.ts'
import { styleFile } from '../appearance/style-file.ts'
import { plainContent } from '../content/schema.ts'
import type { Context } from '../lib/context.ts'
import { type Html, raw } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { firstPage, placeOf } from '../pages/url.ts'
import { frameOf } from '../publishing/frame.ts'
import { layout } from '../publishing/html/layout.ts'
import { assetText, assetUrl } from '../web/assets.ts'

/** Wraps a text in the look of the page it belongs to. */
export async function onPage(ctx: Context, page: Page, title: string, main: Html): Promise<Html> {
  const place = placeOf(ctx.settings, page, (await firstPage(ctx)) === page.id)
  const appearance = await appearanceOf(ctx, page.id)
  const own = styleFile(assetText('page.css'), appearance)
  const frame = frameOf(
    {
      version: page.version,
      publishedAt: ctx.now(),
      page: {
        id: page.id,
        slug: page.slug,
        name: page.name,
        timeZone: page.time_zone,
        ...place,
        supportUrl: page.support_url,
        updatedAt: page.updated_at,
        canSubscribe: true,
        appearance,
        // No scripts of others where people give their address.
        content: plainContent,
      },
      components: [],
      incidents: [],
      history: [],
      uptime: null,
    },
    { style: own ? place.basePath + own.path : assetUrl('page.css'), script: assetUrl('page.js') },
  )
  return raw(layout(frame, { title: `${title} · ${page.name} status`, path: null, main }))
}
