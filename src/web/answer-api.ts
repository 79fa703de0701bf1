import type { Context } from '../lib/context.ts'
import { once } from './idempotency.ts'
import { megabyte, readBody } from './read-body.ts'
import { readJson } from './read-json.ts'
import { readQuery } from './read-query.ts'
import type { RequestFacts } from './request.ts'
import type { Route } from './route.ts'

/** Values in the body of a route that takes thousands of things. */
const manyValues = 500_000

/** Runs a route of the API on a request. */
export async function answerApi(
  ctx: Context,
  route: Route,
  { raw, params, request }: { raw: Request; params: Record<string, string>; request: RequestFacts },
): Promise<Response> {
  const query = readQuery(raw.url)
  const bytes =
    route.method === 'GET' ? Buffer.alloc(0) : await readBody(raw, route.takesMany ? 8 * megabyte : megabyte)
  const run = async (ctx: Context) => {
    const body = readJson(bytes, request.header('content-type'), route.takesMany ? manyValues : undefined)
    const answer = await route.call(ctx, { params, query, body, request })
    return { status: route.status, body: answer === undefined ? null : JSON.stringify(answer) }
  }
  const key = route.method === 'POST' ? request.header('idempotency-key') : null
  if (key === null || !('id' in ctx.actor)) return respond(await run(ctx))
  const outcome = await once(ctx, ctx.actor.id, { key, request: [route.method, resourceOf(raw.url), bytes] }, run)
  return respond(outcome, outcome.replayed ? { 'idempotency-replayed': 'true' } : {})
}

/** Without the origin: a request tried again may come by another host, port or proxy. */
const resourceOf = (url: string) => url.replace(/^[a-z]+:\/\/[^/?#]*/i, '')

function respond({ status, body }: { status: number; body: string | null }, headers: Record<string, string> = {}) {
  return new Response(body, {
    status,
    headers: { ...headers, ...(body === null ? {} : { 'content-type': 'application/json' }) },
  })
}
