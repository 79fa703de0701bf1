import { type Html, html } from '../lib/html.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { address, listTools, table } from '../web/console/tables.ts'
import { ago, type Clock } from '../web/console/times.ts'
import type { InboxRow } from './inbox.ts'
import type { ListedAlert } from './list.ts'
import {
  alertState,
  alertStates,
  alertWord,
  arrivalState,
  arrivalStates,
  arrivalWord,
  outcomeNames,
  outcomeWord,
} from './words.ts'

type Query = Record<string, string | undefined>
type Listed<Row> = { rows: readonly Row[]; nextCursor: string | null; query: Query; clock: Clock }
type SourceName = { key: string; name: string }

/** Inbox and alerts are two views of the same: what came, and what it said. */
export const views = (current: 'inbox' | 'alerts'): Html =>
  html`<nav class="filter views" aria-label="View">${(
    [
      ['inbox', '/console/inbox', 'What arrived'],
      ['alerts', '/console/alerts', 'What it said'],
    ] as const
  ).map(
    ([id, path, words]) => html`<a href="${path}"${id === current && html` aria-current="page"`}>${words}</a>`,
  )}</nav>`

export function inboxList({
  rows,
  nextCursor,
  query,
  clock,
  sources,
}: Listed<InboxRow> & { sources: readonly SourceName[] }): Html {
  const path = '/console/inbox'
  return html`${views('inbox')}${listTools({
    path,
    search: { value: query.q ?? '', label: 'Search titles, keys and reasons' },
    filters: [stateFilter(arrivalStates, arrivalWord, query), ...sourceFilter(sources, query)],
    keep: { page: query.page },
  })}${table({
    caption: 'What arrived, newest first',
    columns: [
      { label: 'What', kind: 'main' },
      { label: 'State' },
      { label: 'Source' },
      { label: 'Arrived', kind: 'aside' },
    ],
    rows: rows.map((row) => ({
      href: `/console/inbox/${row.id}`,
      cells: [whatItWas(row), arrivalState(row.state), row.sourceName, ago(row.receivedAt, clock)],
    })),
    older: nextCursor && address(path, { ...query, cursor: nextCursor }),
    empty: isFiltered(query)
      ? empty({ title: 'Nothing fits that', text: html`<a href="${path}">Show everything that arrived</a>` })
      : sources.length === 0
        ? empty({
            title: 'Nothing can arrive yet',
            text: 'Upfront has no way in. Add your monitoring as a source: it takes a minute, and gives you an address for its alerts.',
            action: linkButton('Add a source', '/console/sources/new', 'primary'),
          })
        : empty({
            title: 'Nothing has arrived yet',
            text: 'As soon as a source sends something, it appears here, whether it can be understood or not.',
            action: linkButton('Try a source', '/console/sources'),
          }),
  })}`
}

export function whatItWas({ title, alerts, state, reason, size }: InboxRow): string {
  if (title !== null) return alerts > 1 ? `${title}, and ${alerts - 1} more` : title
  if (reason) return reason.split('\n')[0]!
  if (state === 'understood') return 'A repeat of what was known'
  return `${size} bytes`
}

export function alertList({
  rows,
  nextCursor,
  query,
  clock,
  sources,
}: Listed<ListedAlert> & { sources: readonly SourceName[] }): Html {
  const path = '/console/alerts'
  return html`${views('alerts')}${listTools({
    path,
    search: { value: query.q ?? '', label: 'Search titles, keys and summaries' },
    filters: [
      stateFilter(alertStates, alertWord, query),
      {
        name: 'outcome',
        label: 'What came of it',
        value: query.outcome ?? '',
        options: [['', 'Any outcome'], ...outcomeNames.map((name) => [name, outcomeWord(name)] as const)],
      },
      ...sourceFilter(sources, query),
    ],
    keep: { page: query.page, rule: query.rule },
  })}${table({
    caption: 'Alerts, newest first',
    columns: [
      { label: 'Alert', kind: 'main' },
      { label: 'State' },
      { label: 'What came of it' },
      { label: 'Source' },
      { label: 'Arrived', kind: 'aside' },
    ],
    rows: rows.map((row) => ({
      href: `/console/alerts/${row.id}`,
      cells: [row.title, alertState(row.state), cameOf(row), row.source, ago(row.received_at, clock)],
    })),
    older: nextCursor && address(path, { ...query, cursor: nextCursor }),
    empty: isFiltered(query)
      ? empty({ title: 'No alert fits that', text: html`<a href="${path}">Show all alerts</a>` })
      : empty({
          title: 'No alerts yet',
          text: 'An alert is one state change that your monitoring reported. What arrives is in the inbox first.',
          action: linkButton('Open the inbox', '/console/inbox'),
        }),
  })}`
}

export const cameOf = ({ outcome, reason }: Pick<ListedAlert, 'outcome' | 'reason'>): Html =>
  html`<span class="came-of"><strong>${outcomeWord(outcome)}</strong>${reason && html` <span class="quiet-text">${reason}</span>`}</span>`

const stateFilter = (names: readonly string[], word: (name: string) => string, query: Query) => ({
  name: 'state',
  label: 'State',
  value: query.state ?? '',
  options: [['', 'All'] as const, ...names.map((name) => [name, word(name)] as const)],
})

/** A choice of one is no choice. */
const sourceFilter = (sources: readonly SourceName[], query: Query) =>
  sources.length < 2
    ? []
    : [
        {
          name: 'source',
          label: 'Source',
          value: query.source ?? '',
          options: [['', 'Any source'] as const, ...sources.map(({ key, name }) => [key, name] as const)],
        },
      ]

const isFiltered = (query: Query) => Boolean(query.q || query.state || query.source || query.outcome || query.rule)
