import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { empty } from '../web/console/empty.ts'
import { address, listTools, table } from '../web/console/tables.ts'
import { ago } from '../web/console/times.ts'
import { draftState } from './view.ts'
import type { Draft } from './write.ts'

const path = '/console/drafts'

export const draftStates = ['waiting', 'published', 'cancelled', 'rejected', 'all'] as const

const stateWords = [
  ['waiting', 'Waiting'],
  ['published', 'Went out'],
  ['cancelled', 'Cancelled'],
  ['rejected', 'Rejected'],
  ['all', 'All'],
] as const

type Listed = {
  items: readonly Draft[]
  nextCursor: string | null
  query: { state: string; page: string | null }
  pages: readonly Page[]
  now: Date
}

export const draftList = ({ items, nextCursor, query, pages, now }: Listed): Html =>
  html`${listTools({
    path,
    filters: [{ name: 'state', label: 'State', options: stateWords, value: query.state }],
    keep: { page: query.page },
  })}${table({
    caption: 'Drafts, newest first',
    columns: [
      { label: 'Message', kind: 'main' },
      { label: 'State' },
      { label: 'Why' },
      { label: 'Written', kind: 'aside' },
    ],
    rows: items.map((draft) => {
      const clock = { zone: pages.find(({ id }) => id === draft.page_id)?.time_zone ?? 'UTC', now }
      return {
        href: `${path}/${draft.id}`,
        cells: [html`<bdi>${draft.title}</bdi>`, draftState(draft, clock), draft.reason, ago(draft.created_at, clock)],
      }
    }),
    older: nextCursor && address(path, { ...query, cursor: nextCursor }),
    empty:
      query.state === 'waiting'
        ? empty({ title: 'No draft waits.', text: 'Messages that rules hold back or want approved appear here.' })
        : empty({ title: 'There is no such draft.' }),
  })}`
