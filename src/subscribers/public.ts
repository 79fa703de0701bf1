import { componentsFor } from '../audiences/told.ts'
import { maskAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { several } from '../web/fields.ts'
import { defineForm, definePage } from '../web/page.ts'
import { layout } from '../web/plain-layout.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeSubscription, resubscribe, unsubscribe } from './change.ts'
import { choiceOf } from './choice.ts'
import { confirmSubscriber, readConfirmation } from './confirm.ts'
import { onPage } from './document.ts'
import { asReader, followManageLink, manageUrl } from './link.ts'
import { signUpLimit, signUpRoutes } from './sign-up.ts'
import { statuspageSignUp } from './statuspage.ts'
import { confirmed, confirmQuestion, deadLink, type Managed, manage } from './view.ts'

/** What readers use to subscribe, confirm, change and end. Every link leads to a button: a GET changes nothing. */
export function subscriptionPages(): AnyRoute[] {
  const limit = signUpLimit()
  return [...signUpRoutes(limit), ...statuspageSignUp(limit), ...linkRoutes()]
}

const linkRoutes = (): AnyRoute[] => [
  ...confirmRoutes('/subscribe/confirm/{token}'),
  ...confirmRoutes('/p/{slug}/subscribe/confirm/{token}'),
  ...manageRoutes,
]

const dead = (): Html => layout({ title: 'This link does not work any more', body: deadLink })

const confirmRoutes = (path: '/subscribe/confirm/{token}' | '/p/{slug}/subscribe/confirm/{token}'): AnyRoute[] => [
  definePage({
    method: 'GET',
    path,
    permission: 'public',
    secretLink: true,
    view: async (base, { params, request }) => {
      const found = await readConfirmation(base, params.token)
      if (!found) return dead()
      const page = await findPage(found.ctx, found.subscriber.page_id)
      return onPage(found.ctx, page, 'Confirm', confirmQuestion(request.path, found.text))
    },
  }),
  defineForm({
    method: 'POST',
    path,
    permission: 'public',
    secretLink: true,
    input: z.object({}),
    run: async (base, { params, request }) => {
      const subscriber = await confirmSubscriber(base, params.token, request.ip).catch(nullIfNotFound)
      if (!subscriber) return dead()
      const ctx = asReader(base, subscriber.org_id)
      const page = await findPage(ctx, subscriber.page_id)
      return onPage(ctx, page, 'Confirmed', confirmed(manageUrl(ctx, subscriber)))
    },
  }),
]

function nullIfNotFound(error: unknown): null {
  if (error instanceof NotFound) return null
  throw error
}

const path = '/u/{token}'
const shared = { method: 'POST', permission: 'public', secretLink: true } as const

const manageRoutes: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'public',
    secretLink: true,
    view: (base, { params }) => managePage(base, params.token),
  }),
  defineForm({
    ...shared,
    path,
    // Mail programs send this (RFC 8058): no page of ours, no cookie, no redirect.
    from: 'anywhere',
    input: z.object({ 'List-Unsubscribe': z.string().optional(), unsubscribe: z.string().optional() }),
    run: async (base, { params, fields }) => {
      if (fields['List-Unsubscribe'] !== 'One-Click' && fields.unsubscribe !== 'yes')
        throw new InvalidInput('This does not say what to do.', [
          { pointer: '/List-Unsubscribe', detail: 'expected One-Click' },
        ])
      const found = await followManageLink(base, params.token)
      if (found) await unsubscribe(found.ctx, found.subscriber.id)
      return managePage(base, params.token)
    },
  }),
  defineForm({
    ...shared,
    path: `${path}/choice`,
    input: z.object({ components: several(z.string()) }),
    run: async (base, { params, fields }) => {
      const found = await followManageLink(base, params.token)
      if (found) await changeSubscription(found.ctx, found.subscriber.id, { components: fields.components })
      return managePage(base, params.token, 'saved')
    },
    invalid: (base, { params }) => managePage(base, params.token, 'gone'),
  }),
  defineForm({
    ...shared,
    path: `${path}/undo`,
    input: z.object({}),
    run: async (base, { params }) => {
      const found = await followManageLink(base, params.token)
      if (found?.subscriber.state === 'unsubscribed' && found.subscriber.consent_at !== null)
        await resubscribe(found.ctx, found.subscriber.id)
      return managePage(base, params.token)
    },
  }),
]

async function managePage(base: Context, token: string, came: Managed['came'] = null): Promise<Html> {
  const found = await followManageLink(base, token)
  if (!found) return dead()
  const { ctx, subscriber } = found
  const page = await findPage(ctx, subscriber.page_id)
  const view = manage({
    email: maskAddress(subscriber.email ?? ''),
    action: `/u/${token}`,
    state: subscriber.state,
    came,
    canUndo: subscriber.consent_at !== null,
    components: await componentsFor(ctx, page.id, subscriber.email),
    chosen: (await choiceOf(ctx, subscriber)) ?? [],
  })
  return onPage(ctx, page, 'Your updates', view)
}
