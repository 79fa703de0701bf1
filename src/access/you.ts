import type { Context } from '../lib/context.ts'
import { raw } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { manageLinkOf } from '../subscribers/manage-link.ts'
import { defineForm, definePage } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { createFeed, feedsOf, revokeFeed } from './feeds.ts'
import { type Place, placeOf } from './place.ts'
import { recogniseRequest } from './request.ts'
import { FeedName } from './schema.ts'
import type { Session } from './session.ts'
import { feedMade, you } from './view-you.ts'

const Named = z.object({ name: FeedName })

const slugOf = (params: object) => ('slug' in params && typeof params.slug === 'string' ? params.slug : null)

/** What a reader who is signed in sees of that: who they are, their private feeds, the way out. */
export const youRoutes = (): AnyRoute[] => [...routesBelow(''), ...routesBelow('/p/{slug}')]

const routesBelow = (prefix: '' | '/p/{slug}'): AnyRoute[] => [
  definePage({
    method: 'GET',
    path: `${prefix}/sign-in/you`,
    permission: 'public',
    view: async (base, { params, request }) => {
      const { place, session, admitted } = await reading(base, params, request)
      if (!session && !admitted) return { to: `${place.prefix}/sign-in` }
      return raw(
        you(place.frame, {
          session,
          feeds: session ? await feedsOf(place.ctx, place.page.id, session) : [],
          manage: await manageLinkOf(place.ctx, place.page.id, session?.email ?? null),
        }),
      )
    },
  }),
  defineForm({
    method: 'POST',
    path: `${prefix}/sign-in/feeds`,
    permission: 'public',
    // Who is not signed in is led there, whatever they typed: the name is looked at after that.
    input: z.object({ name: z.unknown().optional() }),
    run: async (base, { params, fields, request }) => {
      const { place, session } = await reading(base, params, request)
      if (!session) return { to: `${place.prefix}/sign-in` }
      const { token } = await createFeed(place.ctx, { page: place.page.id, name: parsed(Named, fields).name, session })
      return raw(feedMade(place.frame, token))
    },
    invalid: async (base, { params, request }) => {
      const { place, session } = await reading(base, params, request)
      return raw(
        you(place.frame, {
          session,
          feeds: session ? await feedsOf(place.ctx, place.page.id, session) : [],
          manage: await manageLinkOf(place.ctx, place.page.id, session?.email ?? null),
        }),
      )
    },
  }),
  defineForm({
    method: 'POST',
    path: `${prefix}/sign-in/feeds/{id}/revoke`,
    permission: 'public',
    input: z.object({}),
    run: async (base, { params, request }) => {
      const { place, session } = await reading(base, params, request)
      if (!session) return { to: `${place.prefix}/sign-in` }
      await revokeFeed(place.ctx, { page: place.page.id, id: params.id, session })
      return { to: `${place.prefix}/sign-in/you` }
    },
  }),
]

type Reading = { place: Place; session: Session | null; admitted: boolean }

async function reading(base: Context, params: object, request: RequestFacts): Promise<Reading> {
  const place = await placeOf(base, slugOf(params), request)
  const { session, reader } = await recogniseRequest(place.ctx, place.page, request)
  return { place, session, admitted: reader.admitted && place.frame.page.entrance?.private === true }
}
