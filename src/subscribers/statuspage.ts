import { admittedTo } from '../access/request.ts'
import { componentsSeen } from '../audiences/told.ts'
import { parseAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import type { Page } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { neighbourhood } from '../web/client-address.ts'
import type { Limit } from '../web/limit.ts'
import { parsed } from '../web/parse.ts'
import { defineRaw, type RawRequest, type RawRoute } from '../web/raw-route.ts'
import { readForm } from '../web/read-form.ts'
import { readJson } from '../web/read-json.ts'
import { askToSubscribe } from './ask.ts'
import { findReadersPage } from './find-page.ts'
import { asReader } from './link.ts'
import { closedWithout } from './sign-up.ts'

const SignUp = z.object({
  subscriber: z.strictObject({
    email: z.string().max(1000),
    component_id: z.string().optional(),
    component_ids: z.array(z.string()).max(1000).default([]),
  }),
})

/**
 * Statuspage's older way to subscribe, which its clients use: `POST /api/v2/subscribers.json`, as JSON or as a form. It
 * asks by mail as the page's own form does, and tells as little: https://github.com/bennycode/statuspage.io
 */
export const statuspageSignUp = (limit: Limit): RawRoute[] => [
  defineRaw({
    method: 'POST',
    path: '/api/v2/subscribers.json',
    permission: 'public',
    summary: 'Subscribe, as at Statuspage',
    run: (ctx, { request }) => signUp(ctx, null, request, limit),
  }),
  defineRaw({
    method: 'POST',
    path: '/p/{slug}/api/v2/subscribers.json',
    permission: 'public',
    summary: 'Subscribe to a page by its name, as at Statuspage',
    run: (ctx, { params, request }) => signUp(ctx, params.slug, request, limit),
  }),
]

const signUp = (reader: Context, slug: string | null, request: RawRequest, limit: Limit) =>
  closedWithout(async () => {
    const page = await findReadersPage(reader, { slug, host: request.host })
    const asking = await admittedTo(reader, page, request)
    const { subscriber } = parsed(SignUp, await read(request))
    const { email, component_id, component_ids } = subscriber
    // As with the form, a typing mistake is no try.
    parseAddress(email)
    await limit.take(reader, `${page.org_id} ${neighbourhood(request.ip)}`)
    const ctx = asReader(reader, page.org_id)
    const components = component_id === undefined ? component_ids : [component_id, ...component_ids]
    await askToSubscribe(ctx, { page: page.id, email, components }, asking)
    const answer = {
      page: await shape(ctx, page),
      can_select_components: (await componentsSeen(ctx, page.id, asking)).length > 0,
      mode: 'email_sms',
      email: email.trim(),
    }
    return Response.json(answer, { headers: { 'access-control-allow-origin': '*' } })
  })

async function read(request: RawRequest): Promise<unknown> {
  const type = request.header('content-type')
  const bytes = await request.body(100_000)
  return /json/i.test(type ?? '') ? readJson(bytes, type) : nested(await readForm(bytes, type))
}

/** `subscriber[email]` and `subscriber[component_ids][]`, as Rails writes nested fields in a form. */
function nested(values: Awaited<ReturnType<typeof readForm>>) {
  const subscriber = Object.entries(values).flatMap(([name, value]) => {
    const [, field, list] = /^subscriber\[(\w+)\](\[\])?$/.exec(name) ?? []
    return field === undefined ? [] : [[field, list ? [value].flat() : value]]
  })
  return { subscriber: Object.fromEntries(subscriber) }
}

const shape = async (ctx: Context, page: Page) => ({
  id: page.id,
  name: page.name,
  url: await pageUrl(ctx, page),
  time_zone: page.time_zone,
  updated_at: page.changed_at.toISOString(),
})
