import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { findPage } from '../pages/find.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { table } from '../web/console/tables.ts'
import { definePage } from '../web/page.ts'
import type { AnyRoute } from '../web/route.ts'
import { keptDays, type MissedSearch, missedSearchesOf } from './list.ts'

/** What readers of a page searched for and did not find. */
export const searchPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/settings/pages/{page}/searches',
    permission: 'viewer',
    view: async (ctx, { params, flash }) => {
      const page = await findPage(ctx, params.page)
      const path = `/console/settings/pages/${page.id}`
      return consoleLayout(ctx, {
        title: 'Searched for and not found',
        active: 'settings',
        up: { name: page.name, path },
        lede: `Of the past ${keptDays} days, the most frequent first. Nothing is kept of who asked.`,
        flash,
        actions: linkButton('Write an FAQ entry', `${path}/content`, 'primary'),
        body: list(await missedSearchesOf(ctx, page.id)),
      })
    },
  }),
]

const list = (searches: MissedSearch[]): Html =>
  table({
    caption: 'Searched for and not found',
    columns: [
      { label: 'Searched for', kind: 'main' },
      { label: 'How often', kind: 'number', labelled: true },
      { label: 'Last', kind: 'aside' },
    ],
    rows: searches.map(({ words, times, last }) => ({
      cells: [html`<bdi>${words}</bdi>`, counted(times, 'time'), last],
    })),
    empty: empty({
      title: 'Nothing was missed',
      text: 'Readers found something with every search, or have not searched yet.',
    }),
  })
