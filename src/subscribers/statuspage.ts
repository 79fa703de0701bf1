import { admittedTo } from '../access/request.ts'
import type { Reader } from '../audiences/reader.ts'
import { componentsSeen } from '../audiences/told.ts'
import { checked } from '../channel-accounts/settings.ts'
import { ofCountry } from '../channels/phone.ts'
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
import { askByChannel } from './ask-channel.ts'
import { offeredMedium } from './by-channel.ts'
import { channelFor } from './destination.ts'
import { findReadersPage } from './find-page.ts'
import { handleOf } from './handle.ts'
import { asReader } from './link.ts'
import { closedWithout } from './sign-up.ts'
import { telephoneGuard } from './telephone.ts'
import { withSecret } from './with-secret.ts'

/** Forms send what was left empty, too. */
const given = (most: number) =>
  z
    .string()
    .max(most)
    .optional()
    .transform((text) => text || undefined)

const SignUp = z.object({
  subscriber: z
    .strictObject({
      email: given(1000),
      phone_number: given(60),
      /** Two letters: whose national numbers are meant. */
      phone_country: z
        .string()
        .regex(/^[A-Za-z]{2}$/, 'expected two letters, such as US')
        .default('US'),
      endpoint: given(2000),
      component_id: z.string().optional(),
      component_ids: z.array(z.string()).max(1000).default([]),
    })
    .refine(
      ({ email, phone_number, endpoint }) =>
        [email, phone_number, endpoint].filter((one) => one !== undefined).length === 1,
      {
        path: ['email'],
        message: 'expected one of email, phone_number and endpoint',
      },
    ),
})
type SignUp = z.output<typeof SignUp>['subscriber']

/**
 * Statuspage's older way to subscribe, which its clients use: `POST /api/v2/subscribers.json`, as JSON or as a form. It
 * asks as the page's own forms do, and tells as little: https://github.com/bennycode/statuspage.io
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
    const ctx = asReader(reader, page.org_id)
    const { email } = subscriber
    const take = () => limit.take(reader, `${page.org_id} ${neighbourhood(request.ip)}`)
    const asked =
      email === undefined
        ? await askElsewhere(ctx, page, subscriber, asking, take)
        : await askByMail(ctx, page, { ...subscriber, email }, asking, take)
    const answer = {
      page: await shape(ctx, page),
      can_select_components: (await componentsSeen(ctx, page.id, asking)).length > 0,
      mode: 'email_sms',
      ...asked,
    }
    return Response.json(answer, { headers: { 'access-control-allow-origin': '*' } })
  })

const chosen = ({ component_id, component_ids }: SignUp) =>
  component_id === undefined ? component_ids : [component_id, ...component_ids]

async function askByMail(
  ctx: Context,
  page: Page,
  subscriber: SignUp & { email: string },
  asking: Reader,
  take: () => Promise<void>,
) {
  const { email } = subscriber
  // As with the form, a typing mistake is no try.
  parseAddress(email)
  await take()
  await askToSubscribe(ctx, { page: page.id, email, components: chosen(subscriber) }, asking)
  return { email: email.trim() }
}

/**
 * By SMS or by webhook, where the page offers it. The code that a number gets is sent with `handle` to `/subscribe/code`;
 * messages to an endpoint are signed with `secret` and have the body that programs written for Statuspage read.
 */
async function askElsewhere(ctx: Context, page: Page, subscriber: SignUp, asking: Reader, take: () => Promise<void>) {
  const { phone_number, phone_country, endpoint } = subscriber
  const medium = await offeredMedium(ctx, page, phone_number === undefined ? 'webhook' : 'sms')
  const channel = channelFor(medium)
  const { target, made } = withSecret(
    ctx,
    channel,
    phone_number === undefined
      ? { url: endpoint, format: 'statuspage' }
      : { number: ofCountry(phone_number, phone_country.toUpperCase()) },
  )
  const known = checked(channel.target, '/subscriber', target)
  await take()
  await telephoneGuard().admit(ctx, page, medium, channel.identity(known))
  const wish = { page: page.id, channel: medium, target, components: chosen(subscriber) }
  const { address_hash: hash } = await askByChannel(ctx, wish, asking)
  return phone_number === undefined
    ? { endpoint, secret: made }
    : { phone_number, handle: handleOf(ctx, { page: page.id, channel: medium, hash }) }
}

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
