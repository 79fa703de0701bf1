import { hash } from 'node:crypto'
import { findPage } from '../pages/find.ts'
import { frameOf } from '../publishing/frame.ts'
import { home } from '../publishing/html/home.ts'
import type { Snapshot } from '../publishing/snapshot.ts'
import { assetText } from '../web/assets.ts'
import { defineRaw } from '../web/raw-route.ts'
import { appearanceOf } from './find.ts'
import { fromFields } from './form.ts'
import { sample } from './sample.ts'
import { changed } from './schema.ts'
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
    const appearance = 'preset' in query ? changed(before, fromFields(query)) : before
    return framed(sample(page, { ...appearance, scheme: query.look === 'dark' ? 'dark' : 'light' }, ctx.now()))
  },
})

/** A front as a document for a frame: without its script, and with its style inside, since no published file has it yet. */
export function framed(shown: Snapshot): Response {
  const css = `${assetText('page.css')}\n${themeCss(shown.page.appearance)}`
  const document = home(frameOf(shown, { style: '', script: '' }))
    .replace('<link rel="stylesheet" href="">', () => `<style>${css}</style>`)
    .replace(/<script src="" [^>]*><\/script>\n/, '')
    .replace('<body>', '<body inert>')
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash('sha256', css, 'base64')}'`,
    'img-src data:',
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox',
  ]
  return new Response(document, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy.join('; ') },
  })
}
