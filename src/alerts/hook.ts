import type { SourceRow as Source } from '../hooks/find.ts'
import { findSourceByToken } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { NotFound, TooMany } from '../lib/errors.ts'
import { gate } from '../lib/gate.ts'
import { createTally, type Tally } from '../lib/tally.ts'
import { type TokenBucket, tokenBucket } from '../lib/token-bucket.ts'
import { defineRaw, type RawRoute } from '../web/raw-route.ts'
import { type Arrived, arrive, bodyLimit, keptOfLarge } from './arrive.ts'

/** 50 a second for one token, with bursts of 500. */
const limit = { perSecond: 50, burst: 500 }

/**
 * Alerts of one page are decided one after the other, so more at once would only take connections from everybody else.
 * The rest of a burst waits here.
 */
const atOnce = {
  most: 4,
  mostWaiting: 2000,
  full: 'Too many alerts at this moment; this one was not taken.',
  retryAfter: 5,
}

/** `POST /hooks/<kind>/<token>`: an alert from a monitoring system. The token is the permission. */
export function hookRoute(): RawRoute {
  const bucket = tokenBucket(limit.perSecond, limit.burst)
  const refusals = createTally()
  const through = gate(atOnce)
  return defineRaw({
    method: 'POST',
    path: '/hooks/{kind}/{token}',
    permission: 'public',
    summary: 'Take in an alert',
    run: async (reader, { params, request }) => {
      const { source, ctx } = await through(() => admit(reader, { bucket, refusals }, params))
      const { body, size } = await readBody(request.raw)
      const headers = Object.fromEntries(request.raw.headers)
      const query = Object.fromEntries(new URL(request.raw.url).searchParams)
      const incoming = { headers, query, body, size, remote: request.ip }
      return answer(await arrive(ctx, source, incoming, through))
    },
  })
}

type Counts = { bucket: TokenBucket; refusals: Tally }

async function admit(reader: Context, { bucket, refusals }: Counts, { kind, token }: { kind: string; token: string }) {
  const source = await findSourceByToken(reader, kind, token)
  if (!source) throw new NotFound('source')
  const ctx: Context = { ...reader, org: source.org_id, actor: { kind: 'source', id: source.id, name: source.name } }
  const pass = bucket.take(source.id, ctx.now().getTime())
  if (pass.ok) return { source, ctx }
  await refusals.count(source.id, (times) => countThrottled(ctx, source, times))
  throw new TooMany(`At most ${limit.perSecond} a second; this one was not taken.`, pass.retryAfter)
}

/** At most once a minute for each source: a flood of messages is no flood of writes. */
const countThrottled = (ctx: Context, source: Source, times: number) =>
  ctx.db
    .updateTable('sources')
    .set((eb) => ({ throttled: eb('throttled', '+', times), throttled_at: ctx.now() }))
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
