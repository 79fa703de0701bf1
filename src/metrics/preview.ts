import { framed } from '../appearance/preview.ts'
import { visible } from '../audiences/visible.ts'
import { NotFound } from '../lib/errors.ts'
import { findPage } from '../pages/find.ts'
import { readSnapshot } from '../publishing/read.ts'
import { defineRaw } from '../web/raw-route.ts'
import { drawingOf } from './draw.ts'
import { infoOf, listMetrics } from './find.ts'

/** All metrics of a page, whoever may see them, with the points of this moment, to be shown in a frame of the console. */
export const previewRoute = defineRaw({
  method: 'GET',
  path: '/console/settings/pages/{page}/metrics/preview',
  permission: 'viewer',
  summary: 'The metrics of a page as it shows them',
  run: async (ctx, { params }) => {
    const page = await findPage(ctx, params.page)
    const whole = await readSnapshot(ctx, page.id, new Map())
    if (!whole) throw new NotFound('page')
    const metrics = []
    for (const row of await listMetrics(ctx, page.id))
      metrics.push({ ...infoOf(row), drawing: await drawingOf(ctx, row) })
    const content = { ...whole.page.content, blocks: ['metrics' as const] }
    return framed(ctx, visible({ ...whole, metrics, page: { ...whole.page, content } }, 'all'))
  },
})
