import { recogniseRequest } from '../access/request.ts'
import { componentsFor } from '../audiences/told.ts'
import type { Medium } from '../channels/channel.ts'
import { takesDigest } from '../channels/media.ts'
import { maskAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage, type Page } from '../pages/find.ts'
import { defineForm, definePage } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeSubscription, resubscribe, unsubscribe } from './change.ts'
import { choiceOf } from './choice.ts'
import { ChoiceFields, choiceChange } from './choice-fields.ts'
import { deadLink } from './dead-link.ts'
import { bareFrame, framed } from './document.ts'
import { addressHash, type Subscriber } from './find.ts'
import { followManageLink, manageUrl } from './link.ts'
import { type Managed, manage } from './manage-view.ts'
import { wishesOf } from './preferences.ts'
import { languageFor } from './speak.ts'
import { tagsFor } from './tags.ts'

const path = '/u/{token}'
const shared = { method: 'POST', permission: 'public', secretLink: true } as const

/** What readers change and end by their own link. Every link leads to a button: a GET changes nothing. */
export const manageRoutes: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'public',
    secretLink: true,
    query: z.object({ begun: z.string().optional() }),
    view: (base, { params, query, request }) => managePage(base, params.token, request, query.begun ? 'begun' : null),
  }),
  defineForm({
    ...shared,
    path,
    // Mail programs send this (RFC 8058): no page of ours, no cookie, no redirect.
    from: 'anywhere',
    input: z.object({ 'List-Unsubscribe': z.string().optional(), unsubscribe: z.string().optional() }),
    run: async (base, { params, fields, request }) => {
      if (fields['List-Unsubscribe'] !== 'One-Click' && fields.unsubscribe !== 'yes')
        throw new InvalidInput('This does not say what to do.', [
          { pointer: '/List-Unsubscribe', detail: 'expected One-Click' },
        ])
      const found = await followManageLink(base, params.token)
      if (found) await unsubscribe(found.ctx, found.subscriber.id)
      return managePage(base, params.token, request)
    },
  }),
  defineForm({
    ...shared,
    path: `${path}/choice`,
    input: ChoiceFields,
    run: async (base, { params, fields, request }) => {
      const found = await followManageLink(base, params.token)
      if (found && !found.subscriber.locked)
        await changeSubscription(found.ctx, found.subscriber.id, choiceChange(fields))
      return managePage(base, params.token, request, 'saved')
    },
    invalid: (base, { params, request }) => managePage(base, params.token, request, 'gone'),
  }),
  defineForm({
    ...shared,
    path: `${path}/undo`,
    input: z.object({}),
    run: async (base, { params, request }) => {
      const found = await followManageLink(base, params.token)
      if (found?.subscriber.state === 'unsubscribed' && found.subscriber.consent_at !== null)
        await resubscribe(found.ctx, found.subscriber.id)
      return managePage(base, params.token, request)
    },
  }),
]

export async function managePage(
  base: Context,
  token: string,
  request: RequestFacts,
  came: Managed['came'] = null,
): Promise<Html> {
  const found = await followManageLink(base, token)
  if (!found) return deadLink(request)
  const { ctx, subscriber } = found
  const page = await findPage(ctx, subscriber.page_id)
  const frame = await bareFrame(ctx, page, languageFor(subscriber, page))
  const wishes = wishesOf(subscriber)
  const view = manage(frame, {
    address: nameOf(subscriber),
    action: `/u/${token}`,
    state: subscriber.state,
    came,
    canUndo: subscriber.consent_at !== null,
    takesDigest: takesDigest(subscriber.channel as Medium),
    locked: subscriber.locked,
    wished: subscriber.wish_to_leave_at !== null,
    wishes,
    tags: [...new Set([...(await tagsFor(ctx, subscriber)), ...wishes.tags])],
    onlyTitle: await titleOf(ctx, wishes.incident),
    zone: page.time_zone,
    others: await othersOf(ctx, page, subscriber, request),
    components: await componentsFor(ctx, page.id, subscriber.email),
    chosen: (await choiceOf(ctx, subscriber)) ?? [],
  })
  return framed(frame, frame.words.text('manage.title'), view)
}

const nameOf = ({ email, label }: Subscriber) => (email === null ? (label ?? '') : maskAddress(email))

export async function titleOf(ctx: Context, incident: string | null): Promise<string | null> {
  if (incident === null) return null
  const row = await ctx.db.selectFrom('incidents').select('title').where('id', '=', incident).executeTakeFirst()
  return row?.title ?? ''
}

/** A reader who is signed in by mail is known to own that address too. */
async function othersOf(ctx: Context, page: Page, subscriber: Subscriber, request: RequestFacts) {
  const { session } = await recogniseRequest(ctx, page, request)
  if (!session?.email) return []
  const own = await ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('page_id', '=', page.id)
    .where('channel', '=', 'email')
    .where('address_hash', '=', addressHash(ctx, session.email))
    .where('id', '<>', subscriber.id)
    .where('state', 'in', ['active', 'unconfirmed', 'unsubscribed'])
    .execute()
  return own.map((one) => ({ label: nameOf(one), url: manageUrl(ctx, one) }))
}
