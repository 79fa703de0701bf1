import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { filterFields } from '../subscribers/filter.ts'
import { listOf, listQuery, page } from '../web/paging.ts'
import { parsed } from '../web/parse.ts'
import { defineRaw } from '../web/raw-route.ts'
import { Unsupported } from '../web/read-body.ts'
import { readQuery } from '../web/read-query.ts'
import { type AnyRoute, defineRoute } from '../web/route.ts'
import { exportSubscribers } from './export.ts'
import { findImport, listImports, wrongLines } from './find.ts'
import { cancelImport, startImport } from './run.ts'
import { ImportShape, importShape, WrongLineShape } from './shape.ts'
import { ImportConsent, keepImport } from './upload.ts'
import { wrongFile } from './wrong-file.ts'

const tags = ['Subscribers']
const one = '/api/v1/subscribers/imports/{id}'

const Upload = z.strictObject({
  page: z.string().min(1).max(200),
  name: z.string().max(200).default('subscribers.csv'),
  vouched: z.enum(['true', 'false']).default('false'),
  consent: ImportConsent.optional(),
})

const Exported = z.strictObject({ ...filterFields, email: z.string().max(254).optional() })

export const importRoutes: AnyRoute[] = [
  defineRaw({
    method: 'POST',
    path: '/api/v1/subscribers/import',
    permission: 'editor',
    summary:
      'Give a CSV file of subscribers, to be read and tried: `?page=`, `?vouched=true`, `?consent=` for how they agreed; the body is the file',
    run: async (ctx, { request }) => {
      const { vouched, ...upload } = parsed(Upload, readQuery(request.raw.url))
      if (!/^(text\/csv|text\/plain|application\/octet-stream)\s*(;|$)/i.test(request.header('content-type') ?? ''))
        throw new Unsupported('Expected Content-Type: text/csv.', [{ pointer: '', detail: 'expected CSV' }])
      if (!request.raw.body)
        throw new InvalidInput('There is no file.', [{ pointer: '', detail: 'expected a CSV file' }])
      const kept = await keepImport(ctx, { ...upload, vouched: vouched === 'true' }, request.raw.body)
      return Response.json(ImportShape.parse(importShape(kept)), {
        status: 202,
        headers: { location: `/api/v1/subscribers/imports/${kept.id}` },
      })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/subscribers/imports',
    permission: 'editor',
    summary: 'Files of subscribers, newest first',
    tags,
    query: listQuery(),
    response: listOf(ImportShape),
    run: async (ctx, { query }) => {
      const rows = (await listImports(ctx, query)).map(importShape)
      return page(rows, query.limit, (row) => ({ at: row.createdAt, id: row.id }))
    },
  }),
  defineRoute({
    method: 'GET',
    path: one,
    permission: 'editor',
    summary: 'One file: how far it is, and what its dry run found',
    tags,
    response: ImportShape.extend({
      wrongLines: z.array(WrongLineShape).meta({ description: 'The first 1,000 lines with problems.' }),
    }).openapi('SubscriberImportWithLines'),
    run: async (ctx, { params }) => ({
      ...importShape(await findImport(ctx, params.id)),
      wrongLines: await wrongLines(ctx, params.id, { after: 0, limit: 1000 }),
    }),
  }),
  defineRaw({
    method: 'GET',
    path: `${one}/problems.csv`,
    permission: 'editor',
    summary: 'Every line with problems, as CSV',
    run: (ctx, { params }) => wrongFile(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    path: `${one}/run`,
    permission: 'editor',
    summary: 'Bring in what was read. Nobody is told',
    tags,
    response: ImportShape,
    status: 202,
    run: async (ctx, { params }) => importShape(await startImport(ctx, params.id)),
  }),
  defineRoute({
    method: 'POST',
    path: `${one}/cancel`,
    permission: 'editor',
    summary: 'Forget what was not brought in yet',
    tags,
    response: ImportShape,
    run: async (ctx, { params }) => importShape(await cancelImport(ctx, params.id)),
  }),
  defineRaw({
    method: 'GET',
    path: '/api/v1/subscribers/export.csv',
    permission: 'admin',
    summary: 'All subscribers that match, as CSV; filters as in the list',
    run: (ctx, { request }) => {
      const { email, ...filter } = parsed(Exported, readQuery(request.raw.url))
      return exportSubscribers(ctx, { ...filter, q: email })
    },
  }),
]
