import { Hono, type Context as HonoContext } from 'hono'
import { consoleUrl, hasOwnHost } from '../lib/console-url.ts'
import { NotFound, Unauthenticated } from '../lib/errors.ts'
import { answerApi } from './answer-api.ts'
import { answerForm, answerPage, htmlResponse } from './answer-page.ts'
import { throughProxies } from './client-address.ts'
import { secure } from './headers.ts'
import { identify } from './identify.ts'
import { type ProblemDetails, problem, problemOf, problemResponse, unexpected } from './problem.ts'
import { rawRequest } from './raw-route.ts'
import { type RequestFacts, requestFacts } from './request.ts'
import type { AnyRoute } from './route.ts'
import type { Web } from './web.ts'

/** Hono's env: the node request, for its peer's address. Absent in a test that calls the app directly. */
export type Env = { Bindings: { incoming?: { socket: { remoteAddress?: string | undefined; encrypted?: boolean } } } }

/** Loads the routes of the console and the API. */
export type LoadOperators = () => Promise<readonly AnyRoute[]>

/**
 * Puts the routes on a router. Every answer carries the security headers; every error looks the same. With `loadOperators`, what is below
 * `/console` and `/api/v1` is loaded when it is first asked for, and stays.
 */
export function mount(web: Web, routes: readonly AnyRoute[], loadOperators?: LoadOperators): Hono<Env> {
  const app = new Hono<Env>()
  if (loadOperators) {
    const pass = toOperators(web, loadOperators)
    for (const path of ['/console/*', '/api/v1/*']) app.all(path, pass)
  }
  const through = throughProxies(web.trustedProxies)
  for (const [path, ones] of [...Map.groupBy(routes, (route) => route.path)].sort(fixedFirst)) {
    const honoPath = path.replaceAll(/\{(\w+)\}/g, ':$1')
    for (const route of ones) app.on(route.method, honoPath, (c) => handle(web, route, c, through))
    app.all(honoPath, () => secure(wrongMethod(ones), web.base.settings.url))
  }
  app.notFound((c) =>
    secure(failure(web, isApi(c.req.path), problem(404, 'There is nothing here.'), c.req.path), web.base.settings.url),
  )
  return app
}

/** Whoever comes while it is loaded waits for the same. Where that fails it is said, and the next who comes tries again. */
function toOperators(web: Web, load: LoadOperators) {
  let loading: Promise<Hono<Env> | null> | null = null
  const loaded = async () => {
    try {
      return mount(web, await load())
    } catch (err) {
      web.base.log.error({ event: 'console_not_loaded', err }, 'console and API could not be loaded')
      loading = null
      return null
    }
  }
  return async (c: HonoContext<Env>) => {
    loading ??= loaded()
    const operators = await loading
    if (operators) return operators.fetch(c.req.raw, c.env)
    return secure(failure(web, isApi(c.req.path), notLoaded, c.req.path), web.base.settings.url)
  }
}

const notLoaded = problem(
  500,
  'Console and API could not be loaded; the log says why. Where the files of Upfront were changed, start it again.',
)

// Hono takes the first that matches: `/drafts/export` has to stand before `/drafts/{id}`.
const fixedFirst = ([a]: [string, unknown], [b]: [string, unknown]) => (sortKey(a) < sortKey(b) ? -1 : 1)
const sortKey = (path: string) => path.replaceAll(/\{\w+\}/g, '\uffff')

async function handle(web: Web, route: AnyRoute, c: HonoContext<Env>, through: ReturnType<typeof throughProxies>) {
  const started = performance.now()
  const client = through(c.env?.incoming?.socket.remoteAddress ?? '', {
    'x-forwarded-for': c.req.header('x-forwarded-for'),
    'x-forwarded-proto': c.req.header('x-forwarded-proto'),
  })
  const isSecure = c.env?.incoming?.socket.encrypted === true
  const request = requestFacts(c, isSecure ? { ...client, scheme: client.scheme ?? 'https' } : client, web.base)
  const response = secure(await answer(web, route, c, request), web.base.settings.url)
  const seconds = (performance.now() - started) / 1000
  const seen = { method: request.method, path: route.path, status: response.status, seconds }
  web.answered?.(seen)
  // By the declared path: the real one may hold a secret.
  web.base.log[isWorthALine(seen) ? 'info' : 'debug']({ request: request.id, ip: request.ip, ...seen }, 'request')
  return response
}

/** Changes, and whoever was turned away. */
const isWorthALine = ({ method, status }: { method: string; status: number }) =>
  (method !== 'GET' && method !== 'HEAD') || status === 401 || status === 403

async function answer(web: Web, route: AnyRoute, c: HonoContext<Env>, request: RequestFacts): Promise<Response> {
  try {
    checkHost(web, request)
    const ctx = await identify(web, route, request)
    const params = paramsOf(c)
    const came = { raw: c.req.raw, params, request }
    if (route.kind === 'api') return await answerApi(ctx, route, came)
    if (route.kind === 'raw') return await route.call(ctx, { params, request: rawRequest(request, c.req.raw) })
    return await (route.kind === 'page' ? answerPage(ctx, route, came) : answerForm(ctx, route, came))
  } catch (error) {
    return failed(web, route, request, error)
  }
}

/** With a host of their own, console and API are nowhere else. */
function checkHost(web: Web, request: RequestFacts) {
  if (!hasOwnHost(web.base.settings) || !(isApi(request.path) || isConsole(request.path))) return
  const hostname = URL.parse(`http://${request.host}`)?.hostname
  if (hostname !== new URL(consoleUrl(web.base.settings)).hostname) throw new NotFound('page')
}

/** What the path names. Text that no id or slug can hold names nothing. */
function paramsOf(c: HonoContext<Env>): Record<string, string> {
  const params: Record<string, string> = c.req.param()
  for (const value of Object.values(params))
    if (value.length > 512 || /[\x00-\x1f]/.test(value) || !value.isWellFormed()) throw new NotFound('page')
  return params
}

function failed(web: Web, route: AnyRoute, request: RequestFacts, error: unknown): Response {
  const forPeople = route.kind === 'page' || route.kind === 'form'
  if (forPeople && error instanceof Unauthenticated) return toSignIn(route, request)
  const known = problemOf(error)
  if (!known || known.status >= 500)
    web.base.log.error({ request: request.id, path: route.path, err: error }, 'request failed')
  return failure(web, !forPeople, known ?? unexpected(request.id), request.path)
}

function toSignIn(route: AnyRoute, request: RequestFacts): Response {
  const next = route.kind === 'page' ? `?next=${encodeURIComponent(request.path)}` : ''
  return new Response(null, { status: 303, headers: { location: `/console/sign-in${next}` } })
}

function failure(web: Web, asJson: boolean, details: ProblemDetails, path: string): Response {
  if (asJson) return problemResponse(details)
  const response = htmlResponse(web.errorPage(details, path), details.status)
  if (details.retryAfter !== undefined) response.headers.set('retry-after', String(details.retryAfter))
  return response
}

function wrongMethod(routes: readonly AnyRoute[]): Response {
  const allowed = routes.map((route) => route.method).join(', ')
  const response = problemResponse(problem(405, `Expected one of ${allowed}.`))
  response.headers.set('allow', allowed)
  return response
}

const isApi = (path: string) => path === '/api/v1' || path.startsWith('/api/v1/')
const isConsole = (path: string) => path === '/console' || path.startsWith('/console/')
