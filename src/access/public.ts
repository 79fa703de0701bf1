import type { Accounts } from '../accounts/accounts.ts'
import { InvalidInput } from '../lib/errors.ts'
import { raw } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { closedWithout } from '../subscribers/sign-up.ts'
import { type Answer, defineForm, definePage } from '../web/page.ts'
import type { AnyRoute } from '../web/route.ts'
import { endReading } from './end.ts'
import { askForLink, linkMinutes, mailLimits, readLink, useLink } from './mail.ts'
import { fitsPassword, passwordLimits } from './password.ts'
import { cameFrom, type Place, placeOf, safeNext } from './place.ts'
import { recogniseRequest } from './request.ts'
import { sessionCookie, sessionName } from './session.ts'
import { startReading, type Who } from './sign-in.ts'
import { deadLink, linkQuestion, linkSent, noMail, signInPage } from './view.ts'

const next = z.string().max(2000).optional()
const language = z.string().max(20).optional()
const slugOf = (params: object) => ('slug' in params && typeof params.slug === 'string' ? params.slug : null)

/** How readers sign in and out, at a page's own address and below `/p/<slug>`. */
export function signInRoutes(accounts: Accounts): AnyRoute[] {
  const password = { passwords: accounts.passwords, ...passwordLimits() }
  const mail = mailLimits()
  return [...routesBelow('', password, mail), ...routesBelow('/p/{slug}', password, mail)]
}

type Guarded = { passwords: Accounts['passwords'] } & ReturnType<typeof passwordLimits>

const routesBelow = (prefix: '' | '/p/{slug}', password: Guarded, mail: ReturnType<typeof mailLimits>): AnyRoute[] => [
  defineForm({
    method: 'POST',
    path: `${prefix}/sign-in/password`,
    permission: 'public',
    input: z.object({ password: z.string().max(2000), next, language }),
    run: (ctx, { params, fields, request }) =>
      closedWithout(async () => {
        const place = await placeOf(ctx, slugOf(params), request, fields.language)
        if (!place.frame.page.entrance?.password) return toDoor(place)
        const { page } = place
        if (!(await fitsPassword(place.ctx, password, { page, password: fields.password, ip: request.ip })))
          throw new InvalidInput('The password is wrong.', [{ pointer: '/password', detail: 'wrong' }])
        return signedIn(place, { way: 'password', identity: 'password', email: null }, fields.next)
      }),
    invalid: (ctx, { params, values, request }, problems) =>
      again(ctx, slugOf(params), request, values, problems, 'password'),
  }),
  defineForm({
    method: 'POST',
    path: `${prefix}/sign-in/mail`,
    permission: 'public',
    input: z.object({ email: z.string().max(1000), next, language }),
    run: (ctx, { params, fields, request }) =>
      closedWithout(async () => {
        const place = await placeOf(ctx, slugOf(params), request, fields.language)
        if (!place.frame.page.entrance?.mail) return toDoor(place)
        const wish = safeNext(place, fields.next ?? cameFrom(place))
        const { lang: language } = place.frame.words
        const asked = { page: place.page, email: fields.email, next: wish, language, ip: request.ip }
        const email = await askForLink(place.ctx, mail, asked)
        return raw(email === null ? noMail(place.frame) : linkSent(place.frame, email, linkMinutes))
      }),
    invalid: (ctx, { params, values, request }, problems) =>
      again(ctx, slugOf(params), request, values, problems, 'email'),
  }),
  definePage({
    method: 'GET',
    path: `${prefix}/sign-in/link/{token}`,
    permission: 'public',
    secretLink: true,
    view: async (ctx, { params, request }) => {
      const place = await placeOf(ctx, slugOf(params), request)
      const link = await readLink(place.ctx, place.page.id, params.token)
      return raw(link ? linkQuestion(place.frame, link.email, request.path) : deadLink(place.frame))
    },
  }),
  defineForm({
    method: 'POST',
    path: `${prefix}/sign-in/link/{token}`,
    permission: 'public',
    secretLink: true,
    input: z.object({}),
    run: async (ctx, { params, request }) => {
      const place = await placeOf(ctx, slugOf(params), request)
      const used = await useLink(place.ctx, place.page.id, params.token)
      if (!used) return raw(deadLink(place.frame))
      const email = used.email.toLowerCase()
      return signedIn(place, { way: 'mail', identity: `mail:${email}`, email }, used.next)
    },
  }),
  defineForm({
    method: 'POST',
    path: `${prefix}/sign-out`,
    permission: 'public',
    input: z.object({}),
    run: async (ctx, { params, request }) => {
      const place = await placeOf(ctx, slugOf(params), request)
      const { session } = await recogniseRequest(place.ctx, place.page, request)
      if (session) await endReading(place.ctx, session)
      const gone = { name: sessionName(place.page.id, place.isHttps), value: '', maxAge: 0 }
      return { to: `${place.prefix}/`, cookies: [gone] }
    },
  }),
]

/** Begins a session, and leads to where the reader wanted to go. */
export async function signedIn(place: Place, who: Who, wish: string | null | undefined): Promise<Answer> {
  const session = await startReading(place.ctx, place.page, who)
  return {
    to: safeNext(place, wish ?? cameFrom(place)),
    cookies: [sessionCookie(place.ctx, session, place.isHttps)],
  }
}

const toDoor = (place: Place): Answer => ({ to: `${place.prefix}/sign-in` })

async function again(
  base: Parameters<typeof placeOf>[0],
  slug: string | null,
  request: Parameters<typeof placeOf>[2],
  values: Readonly<Record<string, string | readonly string[]>>,
  problems: readonly { pointer: string }[],
  field: 'password' | 'email',
) {
  const place = await placeOf(base, slug, request, values.language)
  const said = { password: 'signin.password_wrong', email: 'signin.email_wrong' } as const
  const { words } = place.frame
  const isField = problems.some(({ pointer }) => pointer === `/${field}`)
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : '')
  return raw(
    signInPage(place.frame, {
      wrong: isField ? { field, text: words.text(said[field]) } : { field: null, text: words.text('signin.often') },
      email: text('email').slice(0, 254),
      next: safeNext(place, text('next') || cameFrom(place)),
    }),
  )
}
