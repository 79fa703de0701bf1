import { NotFound } from '../lib/errors.ts'
import { raw } from '../lib/html.ts'
import { htmlResponse } from '../web/answer-page.ts'
import { setCookie } from '../web/cookies.ts'
import { defineRaw, type RawRequest, type RawRoute } from '../web/raw-route.ts'
import { textOf } from '../web/read-body.ts'
import { type At, connectionAt } from './at.ts'
import { answerFlow, beginFlow, type Flow, flowMinutes, takeFlow } from './flow.ts'
import { beginOidc, endOidc } from './oidc.ts'
import { cameFrom, type Place, placeOf, safeNext } from './place.ts'
import { Malformed, Refused } from './refused.ts'
import { beginSaml, endSaml } from './saml.ts'
import { type Session, sessionCookie } from './session.ts'
import { refuse, startReading } from './sign-in.ts'
import { attributesOf, countedEmail, type Statement } from './statement.ts'
import { isTestTicket } from './test-ticket.ts'
import { refusedBy } from './view.ts'
import { testResult } from './view-test.ts'

/** Single sign-on, at a page's own address and below `/p/<slug>`. */
export const ssoRoutes = (): RawRoute[] => [...routesBelow(''), ...routesBelow('/p/{slug}')]

type Arriving = { at: At; request: RawRequest; query: URLSearchParams }

function routesBelow(prefix: '' | '/p/{slug}'): RawRoute[] {
  const route = (
    method: 'GET' | 'POST',
    step: 'with' | 'callback' | 'saml' | 'finish',
    summary: string,
    run: (arriving: Arriving) => Promise<Response>,
  ) =>
    defineRaw({
      method,
      path: `${prefix}/sign-in/${step}/{connection}`,
      permission: 'public',
      summary,
      run: async (base, { params, request }) => {
        const slug = 'slug' in params ? params.slug : null
        const at = await connectionAt(await placeOf(base, slug, request), params.connection)
        return run({ at, request, query: new URL(request.raw.url).searchParams })
      },
    })
  return [
    route('GET', 'with', 'Sign in with an identity provider', begin),
    route('GET', 'callback', 'Back from an OpenID provider', endAtOpenId),
    route('POST', 'saml', 'A SAML answer', takeSaml),
    route('GET', 'finish', 'The end of signing in by SAML', finishSaml),
  ]
}

async function begin({ at, query }: Arriving): Promise<Response> {
  const { place, connection, callback } = at
  const { ctx, page } = place
  const ticket = query.get('test')
  const test = ticket !== null && isTestTicket(ctx, page.id, connection.key, ticket)
  const facts = { next: safeNext(place, cameFrom(place)), test }
  const shared = { page: page.id, connection: connection.key }
  try {
    if (connection.kind === 'saml') {
      const { to, requestId } = await beginSaml(ctx, { page: page.id, connection, callback })
      return leave(place, to, await beginFlow(ctx, { ...shared, facts, requestId }))
    }
    const began = await beginOidc(ctx, { connection, clientSecret: at.clientSecret, callback })
    return leave(place, began.to, await beginFlow(ctx, { ...shared, facts: { ...facts, ...began.facts } }))
  } catch (error) {
    return turnedDown(at, test, error)
  }
}

async function endAtOpenId({ at, request, query }: Arriving): Promise<Response> {
  const { place, connection, clientSecret, callback } = at
  const flow = await ownFlow(place, request)
  return conclude(at, flow, async () => {
    if (connection.kind !== 'oidc') throw new NotFound('page')
    if (flow?.connection !== connection.key) throw new Refused(notBegun)
    return endOidc(place.ctx, { connection, clientSecret, callback }, flow.facts, query.toString())
  })
}

/** It comes from the provider's site, without our cookie: what it says waits until the reader's own browser fetches it. */
async function takeSaml({ at, request }: Arriving): Promise<Response> {
  const { place, connection, callback } = at
  try {
    if (connection.kind !== 'saml') throw new NotFound('page')
    const posted = new URLSearchParams(textOf(await request.body(512 * 1024))).get('SAMLResponse')
    if (posted === null) throw new Malformed('There is no SAMLResponse.')
    const asking = { page: place.page.id, connection, callback }
    const { statement, requestId } = await endSaml(place.ctx, asking, posted)
    const to = { page: place.page.id, connection: connection.key, requestId }
    if (!(await answerFlow(place.ctx, to, statement)))
      throw new Refused('It answers no request of ours, or one that was answered before.')
    return redirect(`${place.prefix}/sign-in/finish/${connection.key}`)
  } catch (error) {
    return turnedDown(at, false, error)
  }
}

async function finishSaml({ at, request }: Arriving): Promise<Response> {
  const flow = await ownFlow(at.place, request)
  return conclude(at, flow, async () => {
    if (!flow?.facts.found || flow.connection !== at.connection.key) throw new Refused(notBegun)
    return flow.facts.found
  })
}

const notBegun = 'The sign-in was not begun in this browser, was ended already, or took too long.'

/** Signs in whom the provider names; where an operator tries the connection, shows what came instead. */
async function conclude(at: At, flow: Flow | null, read: () => Promise<Statement>): Promise<Response> {
  const { place, access, connection } = at
  const test = flow?.facts.test ?? false
  try {
    const statement = await read()
    const counted = countedEmail(access, connection, statement)
    const attributes = attributesOf(connection, statement)
    if (test) return page(testResult(place.frame, { refusal: null, statement, counted, attributes }), 200)
    const identity = `sso:${connection.key}:${statement.subject}`
    const who = { way: `sso:${connection.key}` as const, identity, email: counted.email, attributes }
    return enter(place, await startReading(place.ctx, place.page, who), flow?.facts.next)
  } catch (error) {
    return turnedDown(at, test, error)
  }
}

/** Says no, and to operators why. */
async function turnedDown({ place, connection }: At, test: boolean, error: unknown): Promise<Response> {
  if (!(error instanceof Refused)) throw error
  const status = error instanceof Malformed ? 400 : 403
  place.ctx.log.warn(
    { event: 'sign_in_refused', page: place.page.slug, connection: connection.key, why: error.message },
    'refused',
  )
  await refuse(place.ctx, place.page, `sso:${connection.key}`, error.message)
  if (test) return page(testResult(place.frame, { refusal: error.message }), status)
  return page(refusedBy(place.frame, connection.name), status)
}

const flowName = ({ page, isHttps }: Place) => `${isHttps ? '__Host-' : ''}upfront-flow-${page.id}`
const ownFlow = (place: Place, request: RawRequest) =>
  takeFlow(place.ctx, place.page.id, request.cookie(flowName(place)))

function leave(place: Place, to: string, flow: string): Response {
  const response = redirect(to)
  const cookie = { name: flowName(place), value: flow, maxAge: flowMinutes * 60 }
  response.headers.append('set-cookie', setCookie(cookie))
  return response
}

function enter(place: Place, session: Session, next: string | undefined): Response {
  const response = redirect(safeNext(place, next))
  response.headers.append('set-cookie', setCookie(sessionCookie(place.ctx, session, place.isHttps)))
  response.headers.append('set-cookie', setCookie({ name: flowName(place), value: '', maxAge: 0 }))
  return response
}

const redirect = (to: string) =>
  new Response(null, { status: 303, headers: { location: to, 'referrer-policy': 'no-referrer' } })

function page(html: string, status: number): Response {
  const response = htmlResponse(raw(html), status)
  response.headers.set('referrer-policy', 'no-referrer')
  return response
}
