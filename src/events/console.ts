import { z } from '../lib/zod.ts'
import { consoleClock } from '../web/console/clock.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery } from '../web/console/list-query.ts'
import { definePage } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { listEvents } from './list.ts'
import { eventPage } from './view.ts'
import { areas } from './words.ts'

export const eventPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/settings/events',
    permission: 'viewer',
    query: consoleQuery({ area: z.enum(areas).optional().catch(undefined) }),
    view: async (ctx, { query }) => {
      const { q, area } = query
      return consoleLayout(ctx, {
        title: 'Changes',
        active: 'settings',
        up: { name: 'Settings', path: '/console/settings' },
        lede: 'Everything that changed, and who changed it.',
        body: eventPage({
          ...(await listEvents(ctx, query)),
          query: { q, area },
          clock: await consoleClock(ctx),
          maySeePeople: mayCall(ctx.actor, 'editor'),
        }),
      })
    },
  }),
]
