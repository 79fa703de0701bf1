import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import { Forbidden, Unauthenticated } from '../lib/errors.ts'
import { cookieNames } from './cookies.ts'
import { checkOrigin } from './origin.ts'
import { mayCall } from './permission.ts'
import type { RequestFacts } from './request.ts'
import type { AnyRoute } from './route.ts'
import type { Signed, Web } from './web.ts'

/** The context of one request. Throws Unauthenticated, or Forbidden where the actor may not call the route. */
export async function identify(web: Web, route: AnyRoute, request: RequestFacts): Promise<Context> {
  const base = { ...web.base, log: web.base.log.child({ request: request.id }) }
  if (route.permission === 'public') {
    if (route.kind === 'form') checkOrigin(request, consoleUrl(web.base.settings), route.from)
    return { ...base, org: '', actor: { kind: 'reader', name: 'A reader' } }
  }
  const signed = await signedAs(web, route, request)
  if (!mayCall(signed.actor, route.permission)) throw new Forbidden(`This needs the role ${route.permission} or above.`)
  return { ...base, ...signed }
}

async function signedAs(web: Web, route: AnyRoute, request: RequestFacts): Promise<Signed> {
  const authorization = request.header('authorization')
  const forPeople = route.kind === 'page' || route.kind === 'form'
  if (authorization !== null && !forPeople) return byToken(web, authorization)
  const cookie = request.cookie(cookieNames(web.base.settings, request).session)
  const signed = cookie ? await web.authenticate.session(web.base, cookie) : null
  if (!signed) throw new Unauthenticated(forPeople ? 'Sign in first.' : 'Send Authorization: Bearer <token>.')
  // The browser sends the cookie with any site's requests; a change has to come from our own pages.
  if (request.method !== 'GET' && request.method !== 'HEAD') checkOrigin(request, consoleUrl(web.base.settings))
  return signed
}

async function byToken(web: Web, authorization: string): Promise<Signed> {
  const [, token] = /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(authorization) ?? []
  const signed = token ? await web.authenticate.token(web.base, token) : null
  if (!signed) throw new Unauthenticated('The token is unknown, expired or revoked.')
  return signed
}
