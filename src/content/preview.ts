import { framed } from '../appearance/preview.ts'
import { rightsAs } from '../audiences/see-as.ts'
import { visible } from '../audiences/visible.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { shownMetrics } from '../metrics/find.ts'
import { findPage } from '../pages/find.ts'
import { readSnapshot } from '../publishing/read.ts'
import { defineRaw } from '../web/raw-route.ts'
import { readForm } from '../web/read-form.ts'
import { contentOf } from './find.ts'
import { misfits } from './fitting.ts'
import { fromFields } from './form.ts'
import { textIn } from './form-rows.ts'
import { type Content, changed, shownBlocks } from './schema.ts'

const path = '/console/settings/pages/{page}/content/preview'

/** The page as anybody reads it now, to be shown in a frame of the console. */
const saved = defineRaw({
  method: 'GET',
  path,
  permission: 'viewer',
  summary: 'A page with what it holds',
  run: async (ctx, { params }) => {
    const page = await findPage(ctx, params.page)
    return show(ctx, page.id, await contentOf(ctx, page.id))
  },
})

/** The same with what a form says, as those see it whom `as` names. Where that is not right, nothing: the frame keeps what it shows. */
const typed = defineRaw({
  method: 'POST',
  path,
  permission: 'viewer',
  summary: 'A page with what it would hold',
  run: async (ctx, { params, request }) => {
    const page = await findPage(ctx, params.page)
    const values = await readForm(await request.body(), request.header('content-type'))
    try {
      const before = await contentOf(ctx, page.id)
      const content = changed(before, fromFields(values, page.time_zone, before.footerLinks))
      const as = textIn(values, 'as') ?? 'everyone'
      return misfits(content).length > 0 ? new Response(null, { status: 204 }) : show(ctx, page.id, content, as)
    } catch (error) {
      if (error instanceof InvalidInput) return new Response(null, { status: 204 })
      throw error
    }
  },
})

export const previewRoutes = [saved, typed]

async function show(ctx: Context, pageId: string, content: Content, as = 'everyone'): Promise<Response> {
  const whole = await readSnapshot(ctx, pageId, new Map())
  if (!whole) return new Response(null, { status: 204 })
  const metrics = whole.metrics ?? (shownBlocks(content).includes('metrics') && (await shownMetrics(ctx, pageId)))
  const shown = { ...whole, ...(metrics && { metrics }), page: { ...whole.page, content } }
  return framed(ctx, visible(shown, rightsAs(whole.audiences, as)))
}
