import { hash } from 'node:crypto'
import type { Context } from '../lib/context.ts'
import { findPage, type Page } from '../pages/find.ts'
import { frameOf } from '../publishing/frame.ts'
import { home } from '../publishing/html/home.ts'
import type { Snapshot } from '../publishing/snapshot.ts'
import { assetName, uploadBytes, uploadsOf } from '../uploads/find.ts'
import { assetText } from '../web/assets.ts'
import { defineRaw } from '../web/raw-route.ts'
import { type Dress, dressWith, noDress } from './dress.ts'
import { appearanceOf } from './find.ts'
import { fit } from './fit.ts'
import { bundledBytes, fontAsset } from './fonts.ts'
import { fromFields } from './form.ts'
import { sample } from './sample.ts'
import { type Appearance, changed } from './schema.ts'
import { themeCss } from './theme.ts'

/** The page with made-up news in the look that the query describes, to be shown in a frame of the console. */
export const previewRoute = defineRaw({
  method: 'GET',
  path: '/console/settings/pages/{page}/appearance/preview',
  permission: 'viewer',
  summary: 'A page in a look that is not saved',
  run: async (ctx, { params, request }) => {
    const page = await findPage(ctx, params.page)
    const query = Object.fromEntries(new URL(request.raw.url).searchParams)
    const before = await appearanceOf(ctx, page.id)
    const tried = 'preset' in query ? changed(before, fromFields(query)) : before
    return sampleIn(ctx, page, { ...tried, scheme: query.look === 'dark' ? 'dark' : 'light' })
  },
})

/** Made-up news in a look that may not be saved, without what could not be. */
export async function sampleIn(ctx: Context, page: Page, tried: Appearance): Promise<Response> {
  const uploads = await uploadsOf(ctx, page.id)
  const { appearance, css } = await fit(tried, uploads, true)
  const shown = sample(page, appearance, ctx.now())
  const dress = await dressWith(ctx, uploads, appearance, css)
  return framed(ctx, { ...shown, page: { ...shown.page, dress } })
}

/** A front as a document for a frame: without its script, with its style, pictures and font inside: none is published yet. */
export async function framed(ctx: Context, shown: Snapshot): Promise<Response> {
  const { appearance, dress = noDress } = shown.page
  const inside = await dataUrls(ctx, appearance, dress)
  const style = [assetText('page.css'), themeCss(appearance, fontAsset(appearance, dress)), dress.css ?? '']
  const css = style.join('\n').replaceAll(/url\("([uf]-[\w.-]+)"\)/g, (_, name) => `url("${inside.get(name) ?? ''}")`)
  const document = home(frameOf(shown, { style: '', script: '' }))
    .replace('<link rel="stylesheet" href="">', () => `<style>${css}</style>`)
    .replace(/<link rel="preload" [^>]*>\n/, '')
    .replace(/<script src="" [^>]*><\/script>\n/, '')
    .replace('<body>', '<body inert>')
    .replaceAll(
      / (src|srcset)="[^"]*\/assets\/(u-[\w.-]+)"/g,
      (_, name, file) => ` ${name}="${inside.get(file) ?? ''}"`,
    )
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash('sha256', css, 'base64')}'`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox',
  ]
  return new Response(document, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy.join('; ') },
  })
}

/** What the look shows, by the name that it would be published under. */
async function dataUrls(ctx: Context, appearance: Appearance, dress: Dress): Promise<Map<string, string>> {
  const urls = new Map<string, string>()
  const put = (name: string, type: string, bytes: Buffer) =>
    urls.set(name, `data:${type};base64,${bytes.toString('base64')}`)
  for (const file of dress.files) put(assetName(file), file.content_type, await uploadBytes(ctx, file.id))
  const [font, bundled] = [fontAsset(appearance, dress), bundledBytes(appearance.font)]
  if (font && bundled) put(font, 'font/woff2', bundled)
  return urls
}
