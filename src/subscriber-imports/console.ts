import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { findPage, pagesOf } from '../pages/find.ts'
import { filterFields } from '../subscribers/filter.ts'
import { consoleClock } from '../web/console/clock.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery } from '../web/console/list-query.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage } from '../web/page.ts'
import { page } from '../web/paging.ts'
import { parsed } from '../web/parse.ts'
import { defineRaw } from '../web/raw-route.ts'
import { readQuery } from '../web/read-query.ts'
import type { AnyRoute } from '../web/route.ts'
import { exportSubscribers } from './export.ts'
import { findImport, listImports, wrongLines } from './find.ts'
import { formFile } from './form-file.ts'
import { cancelImport, startImport } from './run.ts'
import { ImportConsent, keepImport } from './upload.ts'
import { importPage, importState, importsPage } from './view.ts'
import { wrongFile } from './wrong-file.ts'

const root = '/console/subscribers/imports'
const up = { name: 'Subscribers', path: '/console/subscribers' }

const Exported = z.object({ ...filterFields, q: z.string().max(254).optional() })

export const importPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: root,
    permission: 'editor',
    query: consoleQuery({}),
    view: async (ctx, { query, flash }) => {
      const pages = await pagesOf(ctx)
      const { items, nextCursor } = page(await listImports(ctx, query), query.limit, (row) => ({
        at: row.created_at,
        id: row.id,
      }))
      return consoleLayout(ctx, {
        title: 'Bring in subscribers',
        active: 'subscribers',
        up,
        page: query.page,
        flash,
        lede: 'From a CSV file. It is tried first, and nobody is told.',
        body: importsPage({
          rows: items,
          nextCursor,
          pages: pages.map(({ id, name }) => [id, name] as const),
          chosen: query.page ? (await findPage(ctx, query.page)).id : pages[0]?.id,
          clock: await consoleClock(ctx, query.page),
        }),
      })
    },
  }),
  defineRaw({
    method: 'POST',
    path: root,
    permission: 'editor',
    summary: 'Takes a file as it comes, since it may be larger than the memory',
    run: async (ctx, { request }) => {
      const { fields, name, bytes } = await formFile(request.raw.body ?? none(), request.header('content-type'))
      const { page = '', way, how = '' } = fields
      const consent = ImportConsent.parse(how.slice(0, 1500))
      const { id } = await keepImport(ctx, { page, name, vouched: way === 'vouch', consent }, bytes)
      return new Response(null, { status: 303, headers: { location: `${root}/${id}` } })
    },
  }),
  definePage({
    method: 'GET',
    path: `${root}/{id}`,
    permission: 'editor',
    view: (ctx, { params, flash }) => show(ctx, params.id, flash),
  }),
  defineRaw({
    method: 'GET',
    path: `${root}/{id}/problems.csv`,
    permission: 'editor',
    summary: 'Every line with problems, as CSV',
    run: (ctx, { params }) => wrongFile(ctx, params.id),
  }),
  defineForm({
    method: 'POST',
    path: `${root}/{id}/run`,
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await startImport(ctx, params.id)
      return { to: `${root}/${params.id}`, flash: { tone: 'good', text: 'They are being brought in. Nobody is told.' } }
    },
  }),
  defineForm({
    method: 'POST',
    path: `${root}/{id}/cancel`,
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await cancelImport(ctx, params.id)
      return { to: `${root}/${params.id}`, flash: { tone: 'good', text: 'Stopped. What was brought in stays.' } }
    },
  }),
  defineRaw({
    method: 'GET',
    path: '/console/subscribers/export.csv',
    permission: 'admin',
    summary: 'All subscribers that match, as CSV',
    run: (ctx, { request }) => exportSubscribers(ctx, parsed(Exported, readQuery(request.raw.url))),
  }),
]

async function* none(): AsyncGenerator<Uint8Array> {}

async function show(ctx: Context, id: string, flash: Flash | null) {
  const row = await findImport(ctx, id)
  const { name } = await findPage(ctx, row.page_id)
  return consoleLayout(ctx, {
    title: row.name,
    active: 'subscribers',
    up: { name: 'Bring in subscribers', path: root },
    flash,
    state: importState(row.state),
    lede: `To ${name}`,
    body: importPage({
      row,
      wrong: await wrongLines(ctx, id, { after: 0, limit: 1000 }),
      clock: await consoleClock(ctx, undefined),
    }),
  })
}
