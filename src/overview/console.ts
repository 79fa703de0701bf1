import { z } from '../lib/zod.ts'
import { linkButton } from '../web/console/buttons.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { definePage } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import { find } from './find.ts'
import { findView } from './find-view.ts'
import { worklist } from './read.ts'
import { overview } from './view.ts'

const home = definePage({
  method: 'GET',
  path: '/console',
  permission: 'viewer',
  query: z.object({ page: z.string().optional() }),
  view: async (ctx, { query, flash }) => {
    const edit = mayCall(ctx.actor, 'editor')
    const list = await worklist(ctx, query.page || undefined)
    const page = list.pages.find(({ id, slug }) => id === query.page || slug === query.page)
    return consoleLayout(ctx, {
      title: 'Overview',
      active: 'overview',
      flash,
      page: page?.slug,
      actions:
        edit && linkButton('Open an incident', `/console/incidents/new${page ? `?page=${page.slug}` : ''}`, 'primary'),
      body: overview(list, { edit, admin: mayCall(ctx.actor, 'admin') }),
    })
  },
})

const finder = definePage({
  method: 'GET',
  path: '/console/find',
  permission: 'viewer',
  query: z.object({ q: z.string().trim().max(200).default('') }),
  view: async (ctx, { query }) =>
    consoleLayout(ctx, {
      title: 'Find or go to',
      active: null,
      body: findView(query.q, await find(ctx, query.q)),
    }),
})

export const overviewPages = [home, finder]
