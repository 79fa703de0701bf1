import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { address, listTools, table } from '../web/console/tables.ts'
import { ago, countdown } from '../web/console/times.ts'
import type { IncidentDetails } from './details.ts'
import { phaseMark } from './marks.ts'

const states = [
  ['', 'All'],
  ['open', 'Open'],
  ['ended', 'Ended'],
] as const

export type ListQuery = { q: string; state: string; page: string | null }

/** Incidents with their state, what they affect and when they were last heard of. */
export function incidentList({
  items,
  nextCursor,
  query,
  pages,
  now,
}: {
  items: readonly IncidentDetails[]
  nextCursor: string | null
  query: ListQuery
  pages: readonly Page[]
  now: Date
}): Html {
  const path = '/console/incidents'
  const { q, state, page } = query
  return html`${listTools({
    path,
    search: { value: q, label: 'Search incidents' },
    filters: [{ name: 'state', label: 'State', options: states, value: state }],
    keep: { page },
  })}${table({
    caption: 'Incidents, newest first',
    columns: [
      { label: 'Incident', kind: 'main' },
      { label: 'State' },
      { label: 'Affects' },
      { label: 'Began', kind: 'aside' },
      { label: 'Next update', kind: 'aside' },
    ],
    rows: items.map(({ incident, components }) => {
      const clock = { zone: pages.find(({ id }) => id === incident.page_id)?.time_zone ?? 'UTC', now }
      return {
        href: `/console/incidents/${incident.id}`,
        cells: [
          html`<bdi>${incident.title}</bdi>`,
          phaseMark(incident),
          namesOf(components),
          ago(incident.started_at, clock),
          incident.next_update_at && !incident.resolved_at ? countdown(incident.next_update_at, clock) : null,
        ],
      }
    }),
    older: nextCursor && address(path, { q, state, page, cursor: nextCursor }),
    empty: nothing(query),
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
