import { admittedTo } from '../access/request.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { vapidKeys } from '../lib/vapid.ts'
import { z } from '../lib/zod.ts'
import { offeredOn } from '../offered-channels/find.ts'
import { assetText } from '../web/assets.ts'
import { neighbourhood } from '../web/client-address.ts'
import type { Limit } from '../web/limit.ts'
import { parsed } from '../web/parse.ts'
import { defineRaw, type RawRequest, type RawRoute } from '../web/raw-route.ts'
import { Unreadable } from '../web/read-body.ts'
import { askByChannel } from './ask-channel.ts'
import { unsubscribe } from './change.ts'
import { destinationOf } from './destination.ts'
import { subscriberWith } from './find.ts'
import { findReadersPage } from './find-page.ts'
import { asReader } from './link.ts'

/** What a browser says of its subscription (PushSubscription.toJSON), and what it wants to hear about. */
const Subscribed = z.strictObject({
  endpoint: z.string(),
  p256dh: z.string(),
  auth: z.string(),
  components: z.array(z.string()).max(1000).default([]),
})

type At = { slug: string | null; request: RawRequest }

/** Notifications in this browser: the key to subscribe with, taking a subscription, and ending it; and the scripts for it. */
export const pushRoutes = (limit: Limit): RawRoute[] => [
  ...script('/subscribe/push.js', 'push.js'),
  ...script('/subscribe/push-worker.js', 'push-worker.js'),
  ...(['/subscribe/push', '/p/{slug}/subscribe/push'] as const).flatMap((path) => {
    const at = (params: { slug?: string }, request: RawRequest): At => ({ slug: params.slug ?? null, request })
    return [
      defineRaw({
        method: 'GET',
        path,
        permission: 'public',
        summary: 'The key that browsers subscribe with',
        run: async (ctx) => Response.json({ key: vapidKeys(ctx.settings.secret).publicKey }),
      }),
      defineRaw({
        method: 'POST',
        path,
        permission: 'public',
        summary: 'Notifications in this browser',
        run: (ctx, { params, request }) => subscribe(ctx, at(params, request), limit),
      }),
      defineRaw({
        method: 'DELETE',
        path,
        permission: 'public',
        summary: 'No more notifications in this browser',
        run: (ctx, { params, request }) => end(ctx, at(params, request)),
      }),
    ]
  }),
]

async function subscribe(reader: Context, at: At, limit: Limit): Promise<Response> {
  const page = await findReadersPage(reader, { slug: at.slug, host: at.request.host })
  const asking = await admittedTo(reader, page, at.request)
  if (!(await offeredOn(reader, page)).includes('web-push')) throw new NotFound('channel')
  const { components, target } = await read(reader, at.request)
  const ctx = asReader(reader, page.org_id)
  destinationOf(ctx, 'web-push', target)
  await limit.take(reader, `${page.org_id} ${neighbourhood(at.request.ip)}`)
  await askByChannel(ctx, { page: page.id, channel: 'web-push', target, components }, asking)
  return new Response(null, { status: 202 })
}

/** Who knows the endpoint is the browser: nobody else was told. */
async function end(reader: Context, at: At): Promise<Response> {
  const page = await findReadersPage(reader, { slug: at.slug, host: at.request.host })
  const ctx = asReader(reader, page.org_id)
  const { target } = await read(reader, at.request)
  const subscriber = await subscriberWith(ctx, page.id, destinationOf(ctx, 'web-push', target))
  if (subscriber) await unsubscribe(ctx, subscriber.id)
  return new Response(null, { status: 204 })
}

/** The browser's words, and our key to which it is bound. */
async function read(ctx: Context, request: RawRequest) {
  const { components, ...browser } = parsed(Subscribed, jsonOf(await request.body(16_384)))
  return { components, target: { ...browser, key: vapidKeys(ctx.settings.secret).privateKey } }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new Unreadable('The body is not JSON.', [{ pointer: '', detail: 'expected JSON' }])
  }
}

/** A service worker's reach is the folder that it is in, and it must keep its address. */
const script = (path: '/subscribe/push.js' | '/subscribe/push-worker.js', name: string): RawRoute[] => [
  defineRaw({
    method: 'GET',
    path,
    permission: 'public',
    summary: 'A script for notifications',
    run: async () =>
      new Response(assetText(name), {
        headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=300' },
      }),
  }),
]
