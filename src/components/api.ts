import { z } from '../lib/zod.ts'
import { findPage, pagesOf } from '../pages/find.ts'
import { instant, listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { changeComponent } from './change.ts'
import { CorrectStatus, correctStatus } from './correct-status.ts'
import { createComponent } from './create.ts'
import { findComponent } from './find.ts'
import { intervalsOf } from './intervals.ts'
import { removeComponent } from './remove.ts'
import { ReorderComponents, reorderComponents } from './reorder.ts'
import { ChangeComponent, NewComponent } from './schema.ts'
import { ComponentShape, componentShape, componentShapes } from './shape.ts'

const tags = ['Components']

const IntervalShape = z
  .object({
    id: z.number(),
    status: z.string(),
    from: instant,
    to: instant.nullable(),
    recordedAt: instant,
    supersededAt: instant.nullable(),
    correction: z.object({ reason: z.string(), by: z.string() }).nullable(),
  })
  .openapi('StatusInterval')

export const componentRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/components',
    permission: 'viewer',
    summary: 'Components in the order of the page; of all pages unless one is named',
    tags,
    query: listQuery({ page: z.string().optional() }),
    response: listOf(ComponentShape),
    run: async (ctx, { query }) => {
      const pages = query.page ? [await findPage(ctx, query.page)] : await pagesOf(ctx)
      const all = (await Promise.all(pages.map((page) => componentShapes(ctx, page.id)))).flat()
      return pageOfAll(all, query, ({ id, createdAt }) => ({ at: createdAt, id }))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/components',
    permission: 'admin',
    summary: 'Make a component',
    tags,
    body: NewComponent,
    response: ComponentShape,
    status: 201,
    run: async (ctx, { body }) => componentShape(ctx, await createComponent(ctx, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/components/reorder',
    permission: 'admin',
    summary: 'Put siblings in order',
    tags,
    body: ReorderComponents,
    run: (ctx, { body }) => reorderComponents(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/components/{component}',
    permission: 'viewer',
    summary: 'One component, by id or key',
    tags,
    response: ComponentShape,
    run: async (ctx, { params }) => componentShape(ctx, await findComponent(ctx, params.component)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/components/{component}',
    permission: 'editor',
    summary: 'Change a component, or set its status by hand',
    tags,
    body: ChangeComponent,
    response: ComponentShape,
    run: async (ctx, { params, body }) =>
      componentShape(ctx, await changeComponent(ctx, (await findComponent(ctx, params.component)).id, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/components/{component}',
    permission: 'admin',
    summary: 'Remove a component with its parts and its history',
    tags,
    run: async (ctx, { params }) => removeComponent(ctx, (await findComponent(ctx, params.component)).id),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/components/{component}/intervals',
    permission: 'viewer',
    summary: 'The ledger of its own status, oldest first, superseded rows included',
    tags,
    query: listQuery(),
    response: listOf(IntervalShape),
    run: async (ctx, { params, query }) =>
      pageOfAll(
        await intervalsOf(ctx, (await findComponent(ctx, params.component)).id),
        query,
        ({ id, recordedAt }) => ({ at: recordedAt, id: String(id) }),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/components/{component}/corrections',
    permission: 'editor',
    summary: 'Correct what the ledger says about a span in the past, visibly',
    tags,
    body: CorrectStatus,
    response: listOf(IntervalShape),
    status: 201,
    run: async (ctx, { params, body }) => {
      const component = await findComponent(ctx, params.component)
      await correctStatus(ctx, component.id, body)
      return { items: await intervalsOf(ctx, component.id), nextCursor: null }
    },
  }),
]
