import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { changeAudience } from './change.ts'
import { createAudience } from './create.ts'
import { findAudience, listAudiences } from './find.ts'
import { removeAudience } from './remove.ts'
import { ChangeAudience, NewAudience } from './schema.ts'
import { AudienceShape, audienceShape } from './shape.ts'

const tags = ['Audiences']

/** Addresses of customers are for those who run the page: an editor reads them, an administrator changes them. */
export const audienceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/audiences',
    permission: 'editor',
    summary: 'Audiences by key; of all pages unless one is named',
    tags,
    query: listQuery({ page: z.string().optional() }),
    response: listOf(AudienceShape),
    run: async (ctx, { query }) => {
      const rows = await listAudiences(ctx, query.page && (await findPage(ctx, query.page)).id)
      return pageOfAll(rows.map(audienceShape), query, ({ id, createdAt }) => ({ at: createdAt, id }))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/audiences',
    permission: 'admin',
    summary: 'Name a group of readers',
    tags,
    body: NewAudience,
    response: AudienceShape,
    status: 201,
    run: async (ctx, { body }) => audienceShape(await createAudience(ctx, body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/audiences/{id}',
    permission: 'editor',
    summary: 'One audience',
    tags,
    response: AudienceShape,
    run: async (ctx, { params }) => audienceShape(await findAudience(ctx, params.id)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/audiences/{id}',
    permission: 'admin',
    summary: 'Change who belongs to an audience, or what it is called',
    tags,
    body: ChangeAudience,
    response: AudienceShape,
    run: async (ctx, { params, body }) => audienceShape(await changeAudience(ctx, params.id, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/audiences/{id}',
    permission: 'admin',
    summary: 'Remove an audience that nothing is limited to',
    tags,
    run: (ctx, { params }) => removeAudience(ctx, params.id),
  }),
]
