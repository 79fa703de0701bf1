import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { cookieNames } from '../web/cookies.ts'
import { defineForm, definePage, type Redirect } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import type { Accounts } from './accounts.ts'
import { deviceLife, deviceMark } from './device.ts'
import { EmailAddress, PersonName } from './schema.ts'
import { sessionLife, startSession } from './sessions.ts'
import { setPasswordByLink, userOfLink } from './set-password.ts'
import { checkSetupLink, setUp } from './setup.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { resetPage, setupPage, signInPage } from './view.ts'

const next = z.string().max(500).optional()

/** Signing in and out, the first owner, invitations and resets. */
export const accountPages = (accounts: Accounts): AnyRoute[] => [
  definePage({
    method: 'GET',
    path: '/console/sign-in',
    permission: 'public',
    query: z.object({ next }),
    view: (_ctx, { query }) => signInPage({ values: { next: query.next ?? '' } }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/sign-in',
    permission: 'public',
    input: z.object({ email: z.string().max(320), password: z.string(), next }),
    run: async (ctx, { fields, request }) => {
      const { session: name, device } = cookieNames(ctx.settings, request)
      const browser = { ip: request.ip, userAgent: request.userAgent }
      const before = { device: request.cookie(device), session: request.cookie(name) }
      const { user, session } = await signIn(ctx, accounts, { ...fields, ...browser, ...before })
      return signedIn(ctx, request, { user: user.id, session, to: ownPath(fields.next) })
    },
    invalid: (_ctx, { values }, problems) => signInPage({ values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/sign-out',
    permission: 'viewer',
    input: z.object({}),
    run: async (ctx, { request }) => {
      const { session: name } = cookieNames(ctx.settings, request)
      if (ctx.actor.kind === 'user') await signOut(ctx, ctx.actor.id, request.cookie(name) ?? '')
      return { to: '/console/sign-in', cookies: [{ name, value: '', maxAge: 0 }] }
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/setup/{token}',
    permission: 'public',
    secretLink: true,
    view: async (ctx, { params }) => {
      await checkSetupLink(ctx, params.token)
      return setupPage(params.token)
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/setup/{token}',
    permission: 'public',
    secretLink: true,
    input: z.object({ email: EmailAddress, name: PersonName, password: z.string() }),
    run: async (ctx, { params, fields, request }) => {
      const { user, org } = await setUp(ctx, accounts.passwords, { ...fields, token: params.token })
      return begin({ ...ctx, org }, user, request)
    },
    invalid: (_ctx, { params, values }, problems) => setupPage(params.token, { values, problems }),
  }),
  definePage({
    method: 'GET',
    path: '/console/reset/{token}',
    permission: 'public',
    secretLink: true,
    view: async (ctx, { params }) => resetPage(params.token, (await userOfLink(ctx, params.token)).email),
  }),
  defineForm({
    method: 'POST',
    path: '/console/reset/{token}',
    permission: 'public',
    secretLink: true,
    input: z.object({ password: z.string() }),
    run: async (ctx, { params, fields, request }) => {
      const user = await setPasswordByLink(ctx, accounts.passwords, { ...fields, token: params.token })
      return begin({ ...ctx, org: user.org_id }, user.id, request)
    },
    invalid: async (ctx, { params }, problems) =>
      resetPage(params.token, (await userOfLink(ctx, params.token)).email, { problems }),
  }),
]

const begin = async (ctx: Context, user: string, request: RequestFacts): Promise<Redirect> =>
  signedIn(ctx, request, { user, session: await startSession(ctx, user, request.userAgent), to: '/console' })

function signedIn(
  ctx: Context,
  request: RequestFacts,
  { user, session, to }: { user: string; session: string; to: string },
): Redirect {
  const names = cookieNames(ctx.settings, request)
  return {
    to,
    cookies: [
      { name: names.session, value: session, maxAge: sessionLife.absolute / 1000 },
      { name: names.device, value: deviceMark(ctx, user), maxAge: deviceLife },
    ],
  }
}

/** Where to go after signing in: a page of the console, never another site. */
export const ownPath = (next: string | undefined): string =>
  next && /^\/console(?:[/?][\x21-\x7e]*)?$/.test(next) && !next.includes('\\') ? next : '/console'
