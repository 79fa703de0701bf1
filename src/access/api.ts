import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { changeAccess } from './change.ts'
import { signEverybodyOut } from './end.ts'
import { createFeed, type Feed, feedsOf, revokeFeed } from './feeds.ts'
import { accessRow, storedAccess } from './find.ts'
import { ChangeAccess, FeedName } from './schema.ts'

const tags = ['Pages']

const ConnectionShape = z
  .object({
    key: z.string(),
    kind: z.enum(['oidc', 'saml']),
    name: z.string(),
    domains: z.array(z.string()),
    attributes: z.array(z.string()),
    issuer: z.string().optional(),
    clientId: z.string().optional(),
    scopes: z.string().optional(),
    entityId: z.string().optional(),
    ssoUrl: z.string().optional(),
    certificate: z.string().optional(),
    emailAttribute: z.string().nullish(),
  })
  .openapi('Connection')

const AccessShape = z
  .object({
    private: z.boolean(),
    showName: z.boolean(),
    hasPassword: z.boolean(),
    addresses: z.array(z.string()),
    subscribers: z.boolean(),
    named: z.boolean(),
    ranges: z.array(z.string()),
    sessionHours: z.int(),
    connections: z.array(ConnectionShape),
  })
  .openapi('Access')

const FeedShape = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
  })
  .openapi('PrivateFeed')

export const accessRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}/access',
    permission: 'viewer',
    summary: 'Who may read a page',
    tags,
    response: AccessShape,
    run: async (ctx, { params }) => shape(ctx, (await findPage(ctx, params.page)).id),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/pages/{page}/access',
    permission: 'admin',
    summary: 'Change who may read a page',
    description: 'What takes a way in away, or changes one, signs every reader out.',
    tags,
    body: ChangeAccess,
    response: AccessShape,
    run: async (ctx, { params, body }) => {
      await changeAccess(ctx, params.page, body)
      return shape(ctx, (await findPage(ctx, params.page)).id)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/{page}/access/sign-out',
    permission: 'admin',
    summary: 'Sign every reader of a page out',
    tags,
    run: (ctx, { params }) => signEverybodyOut(ctx, params.page),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}/feeds',
    permission: 'admin',
    summary: 'Private feeds of a page',
    tags,
    query: listQuery(),
    response: listOf(FeedShape),
    run: async (ctx, { params, query }) => {
      const feeds = await feedsOf(ctx, (await findPage(ctx, params.page)).id, null)
      const { items, nextCursor } = pageOfAll(feeds, query, ({ created_at: at, id }) => ({ at, id }))
      return { items: items.map(feedShape), nextCursor }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/{page}/feeds',
    permission: 'admin',
    summary: 'Make a private feed',
    description:
      'The token is told this once. Add it to the address of a feed, calendar, badge or of the API: ?token=…',
    tags,
    body: z.strictObject({ name: FeedName }),
    response: FeedShape.extend({ token: z.string() }),
    status: 201,
    run: async (ctx, { params, body }) => {
      const { feed, token } = await createFeed(ctx, { page: params.page, name: body.name, session: null })
      return { ...feedShape(feed), token }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/pages/{page}/feeds/{id}',
    permission: 'admin',
    summary: 'Revoke a private feed',
    tags,
    run: (ctx, { params }) => revokeFeed(ctx, { ...params, session: null }),
  }),
]

async function shape(ctx: Context, page: string) {
  const row = await accessRow(ctx, page)
  return { ...storedAccess(row), hasPassword: row?.password_hash != null }
}

const feedShape = (feed: Feed) => ({
  id: feed.id,
  name: feed.name,
  prefix: feed.prefix,
  createdBy: feed.created_by,
  createdAt: feed.created_at.toISOString(),
  lastUsedAt: feed.last_used_at?.toISOString() ?? null,
})
