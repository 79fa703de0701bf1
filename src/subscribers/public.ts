import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { defineForm, definePage } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { channelSignUp } from './by-channel.ts'
import { confirmedSubscriber, confirmSubscriber, readConfirmation } from './confirm.ts'
import { deadLink } from './dead-link.ts'
import { bareFrame, framed } from './document.ts'
import { followIncidentRoutes } from './follow-incident.ts'
import { asReader, manageUrl } from './link.ts'
import { manageRoutes } from './manage.ts'
import { mailCodeRoutes } from './open-by-code.ts'
import { pushRoutes } from './push.ts'
import { signUpLimit, signUpRoutes } from './sign-up.ts'
import { languageFor } from './speak.ts'
import { statuspageSignUp } from './statuspage.ts'
import { confirmed, confirmedBefore, confirmQuestion } from './view.ts'

/** What readers use to subscribe, confirm, change and end. Every link leads to a button: a GET changes nothing. */
export function subscriptionPages(): AnyRoute[] {
  const limit = signUpLimit()
  return [
    ...signUpRoutes(limit),
    ...channelSignUp(limit),
    ...pushRoutes(limit),
    ...statuspageSignUp(limit),
    ...mailCodeRoutes(),
    ...followIncidentRoutes,
    ...linkRoutes(),
  ]
}

const linkRoutes = (): AnyRoute[] => [
  ...confirmRoutes('/subscribe/confirm/{token}'),
  ...confirmRoutes('/p/{slug}/subscribe/confirm/{token}'),
  ...manageRoutes,
]

/** A link that asks nothing any more: what it asked is answered with yes, or it is dead. */
async function answered(base: Context, token: string, request: RequestFacts): Promise<Html> {
  const subscriber = await confirmedSubscriber(base, token)
  if (!subscriber) return deadLink(request)
  const ctx = asReader(base, subscriber.org_id)
  const page = await findPage(ctx, subscriber.page_id)
  const frame = await bareFrame(ctx, page, languageFor(subscriber, page))
  return framed(frame, frame.words.text('confirm.done'), confirmedBefore(frame))
}

const confirmRoutes = (path: '/subscribe/confirm/{token}' | '/p/{slug}/subscribe/confirm/{token}'): AnyRoute[] => [
  definePage({
    method: 'GET',
    path,
    permission: 'public',
    secretLink: true,
    view: async (base, { params, request }) => {
      const found = await readConfirmation(base, params.token)
      if (!found) return answered(base, params.token, request)
      const page = await findPage(found.ctx, found.subscriber.page_id)
      const frame = await bareFrame(found.ctx, page, languageFor(found.subscriber, page))
      return framed(frame, frame.words.text('confirm.heading'), confirmQuestion(frame, request.path, found.text))
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
      if (!subscriber) return answered(base, params.token, request)
      const ctx = asReader(base, subscriber.org_id)
      const page = await findPage(ctx, subscriber.page_id)
      const frame = await bareFrame(ctx, page, languageFor(subscriber, page))
      return framed(frame, frame.words.text('confirm.done'), confirmed(frame, manageUrl(ctx, subscriber)))
    },
  }),
]

function nullIfNotFound(error: unknown): null {
  if (error instanceof NotFound) return null
  throw error
}
