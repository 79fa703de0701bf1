import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { address, type Cell, type Column, listTools, table } from '../web/console/tables.ts'
import { ago, type Clock, countdown } from '../web/console/times.ts'
import type { IncidentDetails } from './details.ts'
import { phaseMark } from './marks.ts'

export type ListQuery = { q: string; state: string; page: string | null }

export type IncidentList = {
  items: readonly IncidentDetails[]
  nextCursor: string | null
  query: ListQuery
  pages: readonly Page[]
  now: Date
}

const states = [
  ['', 'All'],
  ['open', 'Open'],
  ['ended', 'Ended'],
] as const

/** Incidents with their state, what they affect and when they were last heard of. */
export const incidentList = (list: IncidentList): Html =>
  listOfIncidents(list, {
    path: '/console/incidents',
    search: 'Search incidents',
    caption: 'Incidents, newest first',
    what: 'Incident',
    states,
    times: [{ label: 'Began' }, { label: 'Next update', labelled: true }],
    timesOf: ({ incident }, clock) => [
      ago(incident.started_at, clock),
      incident.next_update_at && !incident.resolved_at ? countdown(incident.next_update_at, clock) : null,
    ],
    empty: nothing(list.query),
  })

type Kind = {
  path: string
  search: string
  caption: string
  what: string
  states: readonly (readonly [value: string, word: string])[]
  /** The last columns, and what stands in them. */
  times: readonly Column[]
  timesOf: (details: IncidentDetails, clock: Clock) => readonly Cell[]
  empty: Html
}

/** What incidents and planned work have in common as lists: times are each in its page's zone. */
export function listOfIncidents({ items, nextCursor, query, pages, now }: IncidentList, kind: Kind): Html {
  return html`${listTools({
    path: kind.path,
    search: { value: query.q, label: kind.search },
    filters: [{ name: 'state', label: 'State', options: kind.states, value: query.state }],
    keep: { page: query.page },
  })}${table({
    caption: kind.caption,
    columns: [
      { label: kind.what, kind: 'main' },
      { label: 'State' },
      { label: 'Affects' },
      ...kind.times.map((time) => ({ ...time, kind: 'aside' as const })),
    ],
    rows: items.map((details) => {
      const { incident, components } = details
      const clock = { zone: pages.find(({ id }) => id === incident.page_id)?.time_zone ?? 'UTC', now }
      return {
        href: `/console/incidents/${incident.id}`,
        cells: [
          html`<bdi>${incident.title}</bdi>`,
          phaseMark(incident),
          namesOf(components),
          ...kind.timesOf(details, clock),
        ],
      }
    }),
    older: nextCursor && address(kind.path, { ...query, cursor: nextCursor }),
    empty: kind.empty,
  })}`
}

/** The first two by name, then how many more. */
export const namesOf = (components: readonly { name: string }[]): string | null =>
  components.length === 0
    ? null
    : `${components
        .slice(0, 2)
        .map(({ name }) => name)
        .join(', ')}${components.length > 2 ? ` and ${components.length - 2} more` : ''}`

function nothing({ q, state }: ListQuery): Html {
  if (q)
    return empty({ title: `No incident speaks of “${q}”.`, text: 'Titles and the text of every post were searched.' })
  if (state === 'open') return empty({ title: 'Nothing is open.', text: 'What rules or people open appears here.' })
  return empty({
    title: 'No incident was ever opened.',
    text: 'When something breaks, say so here; rules can do it for you.',
    action: linkButton('Open an incident', '/console/incidents/new'),
  })
}
