import { framed } from '../appearance/preview.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { findPage } from '../pages/find.ts'
import { readSnapshot } from '../publishing/read.ts'
import { defineRaw } from '../web/raw-route.ts'
import { rightsAs } from './see-as.ts'
import { visible } from './visible.ts'

/** The page's front as one audience sees it, to be shown in a frame of the console. */
export const seeAsRoute = defineRaw({
  method: 'GET',
  path: '/console/settings/pages/{page}/audiences/see',
  permission: 'editor',
  summary: 'A page as one audience sees it',
  run: async (ctx: Context, { params, request }) => {
    const page = await findPage(ctx, params.page)
    const whole = await readSnapshot(ctx, page.id, new Map())
    if (!whole) throw new NotFound('page')
    const as = new URL(request.raw.url).searchParams.get('as') ?? 'everyone'
    return framed(ctx, visible(whole, rightsAs(whole.audiences, as)))
  },
})
