import { entranceOf } from '../access/entrance.ts'
import { accessRow } from '../access/find.ts'
import { dressOf } from '../appearance/dress.ts'
import { appearanceOf } from '../appearance/find.ts'
import { styleFile } from '../appearance/style-file.ts'
import { plainContent } from '../content/schema.ts'
import type { Context } from '../lib/context.ts'
import { type Html, raw } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { pageSettings } from '../pages/schema.ts'
import { firstPage, placeOf } from '../pages/url.ts'
import { type Frame, frameOf } from '../publishing/frame.ts'
import { innerTitle, layout } from '../publishing/html/layout.ts'
import { assetText, assetUrl } from '../web/assets.ts'

/** Wraps a text in the look of the page it belongs to. */
export async function onPage(ctx: Context, page: Page, title: string, main: Html): Promise<Html> {
  return framed(await bareFrame(ctx, page), title, main)
}

/** The same with a frame that is there already, in its language. */
export const framed = (frame: Frame, title: string, main: Html): Html =>
  raw(layout(frame, { title: innerTitle(frame, title), path: null, asks: true, main }))

/** What renderers need of a page, without its news; in the page's language, or another that we have. */
export async function bareFrame(ctx: Context, page: Page, language = page.language): Promise<Frame> {
  const place = placeOf(ctx.settings, page, (await firstPage(ctx)) === page.id)
  const appearance = await appearanceOf(ctx, page.id)
  const dress = await dressOf(ctx, page.id, appearance)
  const style = styleFile(assetText('page.css'), appearance, dress, false)
  return frameOf(
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
        updatedAt: page.changed_at,
        canSubscribe: true,
        noindex: false,
        appearance,
        dress,
        entrance: entranceOf(ctx.settings, await accessRow(ctx, page.id)),
        // No scripts of others where people give their address.
        content: plainContent,
        language,
        languages: [language],
        wording: pageSettings(page).wording,
      },
      components: [],
      incidents: [],
      history: [],
      uptime: null,
    },
    { style: style ? place.basePath + style.path : assetUrl('page.css'), script: assetUrl('page.js') },
  )
}
