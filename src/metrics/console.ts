import { audienceChoices } from '../audiences/fields.ts'
import { contentOf } from '../content/find.ts'
import { shownBlocks } from '../content/schema.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage, type Page } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeMetric } from './change.ts'
import { createMetric } from './create.ts'
import { one as oneIn, settingsFrom, valuesOf } from './fields.ts'
import { findMetric, listMetrics } from './find.ts'
import { previewRoute } from './preview.ts'
import { removeMetric } from './remove.ts'
import { moveMetric } from './reorder.ts'
import { ChangeMetric, NewMetric } from './schema.ts'
import { addMetric, listView, metricView } from './view.ts'

const path = '/console/settings/pages/{page}/metrics'
const one = `${path}/{metric}` as const
const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** Figures that the page draws as charts. */
export const metricPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'viewer',
    view: async (ctx, { params, flash }) => {
      const page = await findPage(ctx, params.page)
      const rows = await listMetrics(ctx, page.id)
      const mayChange = mayCall(ctx.actor, 'admin')
      const isShown = shownBlocks(await contentOf(ctx, page.id)).includes('metrics')
      return consoleLayout(ctx, {
        title: 'Metrics',
        active: 'settings',
        up: { name: page.name, path: `/console/settings/pages/${page.id}` },
        lede: 'Figures that you feed in, which the page draws as charts.',
        flash,
        actions: mayChange && rows.length > 0 && addMetric(baseOf(page)),
        body: listView(baseOf(page), { rows, isShown, mayChange }),
      })
    },
  }),
  definePage({
    method: 'GET',
    path: `${path}/new`,
    permission: 'admin',
    view: (ctx, { params }) => show(ctx, params.page, null, {}),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/new`,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const page = await findPage(ctx, params.page)
      const input = { page: page.id, key: oneIn(fields, 'key'), ...settingsFrom(fields) }
      const { id, name } = await createMetric(ctx, parsed(NewMetric, input))
      return { to: `${baseOf(page)}/${id}`, flash: { tone: 'good', text: `${name} is there. Feed it now.` } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, null, { values, problems }),
  }),
  previewRoute,
  definePage({
    method: 'GET',
    path: one,
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params.page, params.metric, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: one,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const page = await findPage(ctx, params.page)
      const { id } = await findMetric(ctx, params.metric, page.id)
      await changeMetric(ctx, id, parsed(ChangeMetric, settingsFrom(fields)))
      return { to: `${baseOf(page)}/${id}`, flash: { tone: 'good', text: 'Saved.' } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, params.metric, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${one}/move`,
    permission: 'admin',
    input: z.object({ way: z.enum(['up', 'down']) }),
    run: async (ctx, { params, fields }) => {
      const page = await findPage(ctx, params.page)
      const { id, name } = await findMetric(ctx, params.metric, page.id)
      await moveMetric(ctx, id, fields.way)
      return { to: baseOf(page), flash: { tone: 'good', text: `${name} moved ${fields.way}.` } }
    },
  }),
  defineForm({
    method: 'POST',
    path: `${one}/remove`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const page = await findPage(ctx, params.page)
      const { id, name } = await findMetric(ctx, params.metric, page.id)
      await removeMetric(ctx, id)
      return { to: baseOf(page), flash: { tone: 'good', text: `${name} is removed.` } }
    },
  }),
]

const baseOf = (page: Page) => `/console/settings/pages/${page.id}/metrics`

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

async function show(ctx: Context, name: string, id: string | null, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const metric = id === null ? null : await findMetric(ctx, id, page.id)
  return consoleLayout(ctx, {
    title: metric ? metric.name : 'Add a metric',
    active: 'settings',
    up: { name: 'Metrics', path: baseOf(page) },
    flash,
    body: metricView({
      form: formState(values ?? (metric ? valuesOf(metric) : { decimals: '0' }), problems),
      base: baseOf(page),
      page,
      metric,
      audiences: await audienceChoices(ctx, page.id),
      url: ctx.settings.url,
      mayChange: mayCall(ctx.actor, 'admin') && !metric?.managed_by,
    }),
  })
}
