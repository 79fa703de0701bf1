import { z } from '../lib/zod.ts'
import type { Message } from '../rules/find.ts'
import { instant, listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { changeMessage } from './change.ts'
import { createMessage } from './create.ts'
import { findMessage, messageSettings, messagesOf } from './find.ts'
import { removeMessage } from './remove.ts'
import { ChangeMessage, MessageTexts, MessageTranslations, NewMessage, Shorts } from './schema.ts'

const tags = ['Messages']

export const MessageShape = z
  .object({
    id: z.string(),
    key: z.string(),
    title: z.string(),
    investigating: z.string(),
    identified: z.string().nullable(),
    monitoring: z.string().nullable(),
    resolved: z.string().nullable(),
    translations: MessageTranslations,
    short: Shorts,
    texts: MessageTexts,
    managedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Message')

const shape = (row: Message): z.input<typeof MessageShape> => ({
  id: row.id,
  ...messageSettings(row),
  managedBy: row.managed_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export const messageRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/messages',
    permission: 'viewer',
    summary: 'All messages',
    tags,
    query: listQuery(),
    response: listOf(MessageShape),
    run: async (ctx, { query }) =>
      pageOfAll((await messagesOf(ctx)).map(shape), query, ({ id, createdAt }) => ({ at: createdAt, id })),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/messages',
    permission: 'editor',
    summary: 'Make a message',
    tags,
    body: NewMessage,
    response: MessageShape,
    status: 201,
    run: async (ctx, { body }) => shape(await createMessage(ctx, body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/messages/{message}',
    permission: 'viewer',
    summary: 'One message, by id or key',
    tags,
    response: MessageShape,
    run: async (ctx, { params }) => shape(await findMessage(ctx, params.message)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/messages/{message}',
    permission: 'editor',
    summary: 'Change a message',
    tags,
    body: ChangeMessage,
    response: MessageShape,
    run: async (ctx, { params, body }) => shape(await changeMessage(ctx, params.message, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/messages/{message}',
    permission: 'editor',
    summary: 'Remove a message that no rule uses',
    tags,
    run: async (ctx, { params }) => removeMessage(ctx, params.message),
  }),
]
