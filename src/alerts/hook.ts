import { Hono } from 'hono'
import type { Base, Context } from '../lib/context.ts'
import { digest } from '../lib/seal.ts'
import { tokenBucket } from '../lib/token-bucket.ts'
import { type Arrived, arrive, bodyLimit, keptOfLarge } from './arrive.ts'
import type { Source } from './receive.ts'

/** 50 a second for one token, with bursts of 500 (CONTRACT, section 3). */
const limit = { perSecond: 50, burst: 500 }

/** `POST /hooks/<kind>/<token>`: an alert from a monitoring system. `clientOf` names the sender's address. */
export function hooks(base: Base, clientOf: (request: Request) => string | null): Hono {
  const bucket = tokenBucket(limit.perSecond, limit.burst)
  const app = new Hono()
  app.post('/hooks/:kind/:token', async (c) => {
    const source = await sourceByToken(base, c.req.param('kind'), c.req.param('token'))
    if (!source) return problem(404, 'Not found', 'No source has this address.')
    const ctx: Context = { ...base, org: source.org_id, actor: { kind: 'source', id: source.id, name: source.name } }
    const pass = bucket.take(source.id, base.now().getTime())
    if (!pass.ok) {
      await countThrottled(ctx, source)
      return problem(429, 'Too many requests', `At most ${limit.perSecond} a second; this one was not taken.`, {
        'retry-after': String(pass.retryAfter),
      })
    }
    const { body, size } = await readBody(c.req.raw)
    const arrived = await arrive(ctx, source, {
      headers: c.req.header(),
      query: c.req.query(),
      body,
      size,
      remote: clientOf(c.req.raw),
    })
    return answer(arrived)
  })
  return app
}

async function sourceByToken(base: Base, kind: string, token: string): Promise<Source | undefined> {
  const hash = digest(token)
  const source = await base.db
    .selectFrom('sources')
    .selectAll()
    .where('kind', '=', kind)
    .where((eb) =>
      eb.or([
        eb('token_hash', '=', hash),
        eb.and([eb('old_token_hash', '=', hash), eb('old_token_until', '>', base.now())]),
      ]),
    )
    .executeTakeFirst()
  return source
}

const countThrottled = (ctx: Context, source: Source) =>
  ctx.db
    .updateTable('sources')
    .set((eb) => ({ throttled: eb('throttled', '+', 1), throttled_at: ctx.now() }))
    .where('id', '=', source.id)
    .execute()

/** Reads at most the limit; of a larger body the first part, and how much there was or was announced. */
async function readBody(request: Request): Promise<{ body: Buffer; size: number }> {
  const announced = Number(request.headers.get('content-length') ?? 0)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    const enough = announced > bodyLimit ? size >= keptOfLarge : size > bodyLimit
    if (enough) break
  }
  return { body: Buffer.concat(chunks), size: Math.max(size, announced) }
}

function answer(arrived: Arrived): Response {
  switch (arrived.result) {
    case 'taken':
      return Response.json({ alerts: arrived.alerts }, { status: 202 })
    case 'unreadable':
      return problem(400, 'Not understood', arrived.detail, {}, arrived.problems)
    case 'unsigned':
      return problem(401, 'Not signed', arrived.detail)
    case 'too_large':
      return problem(413, 'Too large', 'A body may have 1 MB at most.')
    case 'try_again':
      return problem(503, 'Try again', arrived.detail, { 'retry-after': String(arrived.retryAfter) })
  }
}

const problem = (
  status: number,
  title: string,
  detail: string,
  headers: Record<string, string> = {},
  errors: unknown[] = [],
) =>
  Response.json(
    { type: 'about:blank', title, status, detail, ...(errors.length > 0 ? { errors } : {}) },
    { status, headers: { ...headers, 'content-type': 'application/problem+json' } },
  )
