import type { Context } from '../lib/context.ts'
import { shortDuration } from '../lib/duration.ts'
import { Mute } from '../lib/mute.ts'
import { z } from '../lib/zod.ts'
import { instant, listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { changeSource } from './change.ts'
import { createSource } from './create.ts'
import { findSource, hookUrl, type SourceRow, sourcesOf } from './find.ts'
import { muteSource } from './mute.ts'
import { removeSource } from './remove.ts'
import { RotateToken, rotateToken } from './rotate-token.ts'
import { ChangeSource, NewSource } from './schema.ts'

const tags = ['Sources']

export const SourceShape = z
  .object({
    id: z.string(),
    key: z.string(),
    kind: z.string(),
    name: z.string(),
    mutedUntil: instant.nullable(),
    silentAfter: z.string().nullable(),
    silentSince: instant.nullable(),
    lastArrivalAt: instant.nullable(),
    throttled: z.number().meta({ description: 'Arrivals answered with 429.' }),
    managedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Source')

const WithAddress = SourceShape.extend({
  url: z.string().meta({ description: 'The hook address, with its token.' }),
}).openapi('SourceWithAddress')

const shape = (row: SourceRow): z.input<typeof SourceShape> => ({
  id: row.id,
  key: row.key,
  kind: row.kind,
  name: row.name,
  mutedUntil: row.muted_until,
  silentAfter: row.silent_after === null ? null : shortDuration(row.silent_after),
  silentSince: row.silent_since,
  lastArrivalAt: row.last_arrival_at,
  throttled: row.throttled,
  managedBy: row.managed_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const withAddress = (ctx: Context, row: SourceRow) => ({ ...shape(row), url: hookUrl(ctx, row) })

export const sourceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/sources',
    permission: 'viewer',
    summary: 'All sources',
    tags,
    query: listQuery(),
    response: listOf(SourceShape),
    run: async (ctx, { query }) =>
      pageOfAll((await sourcesOf(ctx)).map(shape), query, ({ id, createdAt }) => ({ at: createdAt, id })),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/sources',
    permission: 'admin',
    summary: 'Make a source; the answer has its hook address',
    tags,
    body: NewSource,
    response: WithAddress,
    status: 201,
    run: async (ctx, { body }) => withAddress(ctx, await createSource(ctx, body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/sources/{source}',
    permission: 'admin',
    summary: 'One source with its hook address, by id or key',
    tags,
    response: WithAddress,
    run: async (ctx, { params }) => withAddress(ctx, await findSource(ctx, params.source)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/sources/{source}',
    permission: 'admin',
    summary: 'Change a source',
    tags,
    body: ChangeSource,
    response: SourceShape,
    run: async (ctx, { params, body }) => shape(await changeSource(ctx, params.source, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/sources/{source}',
    permission: 'admin',
    summary: 'Remove a source with its inbox',
    tags,
    run: async (ctx, { params }) => removeSource(ctx, params.source),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/sources/{source}/rotate',
    permission: 'admin',
    summary: 'Give it a new token; the old one works for a while',
    tags,
    body: RotateToken,
    response: WithAddress,
    run: async (ctx, { params, body }) => withAddress(ctx, await rotateToken(ctx, params.source, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/sources/{source}/mute',
    permission: 'editor',
    summary: 'Record only what it reports, until a moment',
    tags,
    body: Mute,
    response: SourceShape,
    run: async (ctx, { params, body }) => shape(await muteSource(ctx, params.source, body)),
  }),
]
