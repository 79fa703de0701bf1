import type { Arrival, Heard, Reply } from '../channels/channel.ts'
import { asSystem, type Context } from '../lib/context.ts'
import { InvalidInput, NotFound, TooMany } from '../lib/errors.ts'
import { type TokenBucket, tokenBucket } from '../lib/token-bucket.ts'
import { z } from '../lib/zod.ts'
import { problemsOf } from '../web/parse.ts'
import { defineRaw, type RawRequest, type RawRoute } from '../web/raw-route.ts'
import { Unreadable } from '../web/read-body.ts'
import { type Account, findAccountByHook } from './account.ts'
import { takeIn } from './take-in.ts'

/** Vendors report every single message of a fan-out: 100 a second for one token, with bursts of 1,000. */
const limit = { perSecond: 100, burst: 1000 }

/** `/channels/<kind>/<token>`: what a vendor says of our messages, and what readers answered. The token is the permission. */
export function channelHooks(): RawRoute[] {
  const bucket = tokenBucket(limit.perSecond, limit.burst)
  const path = '/channels/{kind}/{token}'
  const run: Parameters<typeof defineRaw<typeof path>>[0]['run'] = async (reader, { params, request }) => {
    const account = await findAccountByHook(reader, params.kind, params.token)
    if (!account?.channel.hear) throw new NotFound('account')
    admit(reader, bucket, account)
    const ctx = asSystem(reader, account.org, account.channel.name)
    const { heard, reply } = await hear(ctx, account, await arrivalOf(ctx, request))
    await takeIn(ctx, account, heard)
    return answer(reply)
  }
  return [
    defineRaw({ method: 'POST', path, permission: 'public', summary: 'Hear from a channel', run }),
    defineRaw({ method: 'GET', path, permission: 'public', summary: 'Prove to a channel whose address it is', run }),
  ]
}

function admit(ctx: Context, bucket: TokenBucket, account: Account) {
  const pass = bucket.take(account.id, ctx.now().getTime())
  if (!pass.ok) throw new TooMany(`At most ${limit.perSecond} a second; this one was not taken.`, pass.retryAfter)
}

async function arrivalOf(ctx: Context, request: RawRequest): Promise<Arrival> {
  const url = new URL(request.raw.url)
  return {
    method: request.method,
    // What was asked of a proxy, not of us: vendors sign it.
    url: `${ctx.settings.url}${url.pathname}${url.search}`,
    body: await request.body(),
    headers: Object.fromEntries(request.raw.headers),
    query: Object.fromEntries(url.searchParams),
  }
}

async function hear(
  ctx: Context,
  { channel, settings }: Account,
  arrival: Arrival,
): Promise<{ heard: Heard[]; reply?: Reply }> {
  try {
    return (await channel.hear?.(arrival, settings, ctx)) ?? { heard: [] }
  } catch (error) {
    if (error instanceof z.ZodError) throw new Unreadable(`This is not what ${channel.name} sends.`, problemsOf(error))
    if (error instanceof InvalidInput) throw new Unreadable(error.message, error.problems)
    throw error
  }
}

const answer = ({ status, contentType, body }: Reply = { status: 200 }) =>
  new Response(body ?? null, { status, headers: contentType ? { 'content-type': contentType } : {} })
