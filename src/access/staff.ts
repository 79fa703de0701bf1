import { raw } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { defineForm, definePage } from '../web/page.ts'
import type { AnyRoute } from '../web/route.ts'
import { admitStaff } from './admit-staff.ts'
import { beginFlow, readFlow, takeFlow } from './flow.ts'
import { placeOf } from './place.ts'
import { signedIn } from './public.ts'
import { deadLink, linkQuestion } from './view.ts'

const slugOf = (params: object) => ('slug' in params && typeof params.slug === 'string' ? params.slug : null)

/** Colleagues come in through the console, which may have another host: it hands them a ticket for one minute. */
export const enterPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/enter/{page}',
    permission: 'viewer',
    view: async (ctx, { params }) => {
      const page = await findPage(ctx, params.page)
      const staff = ctx.actor.kind === 'user' ? { id: ctx.actor.id, name: ctx.actor.name } : undefined
      if (staff) await admitStaff(ctx, page.id)
      const facts = { next: '/', test: false, ...(staff && { staff }) }
      const ticket = await beginFlow(ctx, { page: page.id, connection: 'console', facts, minutes: 1 })
      return { to: `${await pageUrl(ctx, page)}/sign-in/staff/${ticket}` }
    },
  }),
]

/** What the page does with the ticket. */
export const staffRoutes = (): AnyRoute[] => [...routesBelow(''), ...routesBelow('/p/{slug}')]

const routesBelow = (prefix: '' | '/p/{slug}'): AnyRoute[] => [
  definePage({
    method: 'GET',
    path: `${prefix}/sign-in/staff/{ticket}`,
    permission: 'public',
    secretLink: true,
    view: async (base, { params, request }) => {
      const place = await placeOf(base, slugOf(params), request)
      const flow = await readFlow(place.ctx, place.page.id, params.ticket)
      return raw(
        flow?.facts.staff ? linkQuestion(place.frame, flow.facts.staff.name, request.path) : deadLink(place.frame),
      )
    },
  }),
  defineForm({
    method: 'POST',
    path: `${prefix}/sign-in/staff/{ticket}`,
    permission: 'public',
    secretLink: true,
    input: z.object({}),
    run: async (base, { params, request }) => {
      const place = await placeOf(base, slugOf(params), request)
      const flow = await takeFlow(place.ctx, place.page.id, params.ticket)
      const staff = flow?.connection === 'console' ? flow.facts.staff : undefined
      if (!staff) return raw(deadLink(place.frame))
      const identity = `staff:${staff.name}`
      return signedIn(place, { way: 'staff', identity, email: null, user: staff.id }, `${place.prefix}/`)
    },
  }),
]
