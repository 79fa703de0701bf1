import { NotFound } from '../lib/errors.ts'
import { asRole } from '../lib/roles.ts'
import { z } from '../lib/zod.ts'
import { instant, listOf, listQuery, page } from '../web/paging.ts'
import { type AnyRoute, defineRoute } from '../web/route.ts'
import { changeUser } from './change-user.ts'
import { inviteByMail, linkByMail } from './mail-link.ts'
import { ChangeUser, NewToken, NewUser, RoleName } from './schema.ts'
import { createToken, listTokens, revokeToken, type Token } from './tokens.ts'
import { listUsers, type User, userState } from './users.ts'

const UserAnswer = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: RoleName,
    state: z.enum(['invited', 'active', 'disabled']),
    createdAt: instant,
  })
  .openapi('User')

const TokenAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    role: RoleName,
    prefix: z.string().openapi({ description: 'How it begins, to know it by.' }),
    createdAt: instant,
    createdBy: z.string().nullable(),
    lastUsedAt: instant.nullable(),
    expiresAt: instant.nullable(),
  })
  .openapi('Token')

const link = z.string().openapi({ description: 'Where the person sets a password, once. It is told this once.' })

const mailed = z.boolean().openapi({ description: 'A letter with the link is on its way.' })

const users = { tags: ['users'], permission: 'admin' } as const
const tokens = { tags: ['tokens'], permission: 'admin' } as const

export const accountRoutes: AnyRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/me',
    permission: 'viewer',
    summary: 'Who the token or the session stands for',
    tags: ['users'],
    response: z.object({ kind: z.enum(['user', 'token']), id: z.string(), name: z.string(), role: RoleName }),
    run: async ({ actor }) => {
      if (actor.kind !== 'user' && actor.kind !== 'token') throw new NotFound('actor')
      return actor
    },
  }),
  defineRoute({
    ...users,
    method: 'GET',
    path: '/api/v1/users',
    summary: 'The people who can sign in',
    query: listQuery(),
    response: listOf(UserAnswer),
    run: async (ctx, { query }) => {
      const { items, nextCursor } = page(await listUsers(ctx, query), query.limit, cursorOf)
      return { items: items.map(userAnswer), nextCursor }
    },
  }),
  defineRoute({
    ...users,
    method: 'POST',
    path: '/api/v1/users',
    summary: 'Invite a person',
    description: 'Nobody can give a role above their own. Where mail is configured, the link is sent to them too.',
    body: NewUser,
    response: UserAnswer.extend({ link, mailed }),
    status: 201,
    run: async (ctx, { body }) => {
      const { user, link, mailed } = await inviteByMail(ctx, body)
      return { ...userAnswer(user), link, mailed }
    },
  }),
  defineRoute({
    ...users,
    method: 'PATCH',
    path: '/api/v1/users/{id}',
    summary: 'Change a person: name, role, disabled',
    body: ChangeUser,
    response: UserAnswer,
    run: async (ctx, { params, body }) => userAnswer(await changeUser(ctx, params.id, body)),
  }),
  defineRoute({
    ...users,
    method: 'POST',
    path: '/api/v1/users/{id}/link',
    summary: 'A new link to set a password with',
    description:
      'Good for 30 minutes, or for a week where the person has no password yet. Earlier links stop working. Where mail is configured, it is sent to them too.',
    response: z.object({ link, mailed }),
    status: 201,
    run: async (ctx, { params }) => {
      const { link, mailed } = await linkByMail(ctx, params.id)
      return { link, mailed }
    },
  }),
  defineRoute({
    ...tokens,
    method: 'GET',
    path: '/api/v1/tokens',
    summary: 'The tokens for this API',
    query: listQuery(),
    response: listOf(TokenAnswer),
    run: async (ctx, { query }) => {
      const { items, nextCursor } = page(await listTokens(ctx, query), query.limit, cursorOf)
      return { items: items.map(tokenAnswer), nextCursor }
    },
  }),
  defineRoute({
    ...tokens,
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make a token',
    description: 'Nobody can give a role above their own.',
    body: NewToken,
    response: TokenAnswer.extend({ token: z.string().openapi({ description: 'It is told this once.' }) }),
    status: 201,
    run: async (ctx, { body }) => {
      const { token, secret } = await createToken(ctx, body)
      return { ...tokenAnswer(token), token: secret }
    },
  }),
  defineRoute({
    ...tokens,
    method: 'DELETE',
    path: '/api/v1/tokens/{id}',
    summary: 'Revoke a token',
    run: async (ctx, { params }) => revokeToken(ctx, params.id),
  }),
]

const cursorOf = (row: { created_at: Date; id: string }) => ({ at: row.created_at, id: row.id })

const userAnswer = (user: User) => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: asRole(user.role),
  state: userState(user),
  createdAt: user.created_at,
})

const tokenAnswer = (token: Token) => ({
  id: token.id,
  name: token.name,
  role: asRole(token.role),
  prefix: token.prefix,
  createdAt: token.created_at,
  createdBy: token.created_by,
  lastUsedAt: token.last_used_at,
  expiresAt: token.expires_at,
})
