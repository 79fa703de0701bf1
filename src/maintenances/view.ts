import type { Component } from '../components/find.ts'
import { people } from '../composer/audience.ts'
import type { IncidentDetails } from '../incidents/details.ts'
import { namesOf } from '../incidents/list-view.ts'
import { phaseMark } from '../incidents/marks.ts'
import { limits } from '../incidents/words.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { checkbox, type FormState, field, isTicked, problemSummary, textarea } from '../web/console/forms.ts'
import { address, listTools, table } from '../web/console/tables.ts'
import { moment } from '../web/console/times.ts'

const path = '/console/maintenances'

export type PlannedQuery = { q: string; state: string; page: string | null }
const plannedStates = [
  ['open', 'Ahead and under way'],
  ['ended', 'Done'],
  ['all', 'All'],
] as const

/** Planned work with its times, each in its page's zone. */
export function plannedList(listed: {
  items: readonly IncidentDetails[]
  nextCursor: string | null
  query: PlannedQuery
  pages: readonly Page[]
  now: Date
}): Html {
  const { items, nextCursor, query, pages, now } = listed
  return html`${listTools({
    path,
    search: { value: query.q, label: 'Search planned work' },
    filters: [{ name: 'state', label: 'State', options: plannedStates, value: query.state }],
    keep: { page: query.page },
  })}${table({
    caption: 'Planned work, newest first',
    columns: [
      { label: 'Work', kind: 'main' },
      { label: 'State' },
      { label: 'Affects' },
      { label: 'When', kind: 'aside' },
    ],
    rows: items.map(({ incident, components }) => {
      const clock = { zone: pages.find(({ id }) => id === incident.page_id)?.time_zone ?? 'UTC', now }
      return {
        href: `/console/incidents/${incident.id}`,
        cells: [
          html`<bdi>${incident.title}</bdi>`,
          phaseMark(incident),
          namesOf(components),
          incident.scheduled_for &&
            incident.scheduled_until &&
            html`${moment(incident.scheduled_for, clock)} to ${moment(incident.scheduled_until, clock)}`,
        ],
      }
    }),
    older: nextCursor && address(path, { ...query, cursor: nextCursor }),
    empty: query.q
      ? empty({ title: `No planned work speaks of “${query.q}”.` })
      : empty({
          title: query.state === 'open' ? 'No work is planned.' : 'There is none.',
          text: 'Planned work is announced, starts and completes by itself at its times.',
          action: linkButton('Plan work', `${path}/new`),
        }),
  })}`
}

/** Where planned work is announced. */
export function planForm(form: FormState, page: Page, components: readonly Component[], followers: number): Html {
  const zone = page.time_zone.replaceAll('_', ' ')
  return html`<form class="form" method="post" action="${path}/new" data-keep="plan-${page.id}">
${problemSummary(form, { title: 'Title', body: 'Text', scheduledFor: 'Starts', scheduledUntil: 'Ends', components: 'Components' })}
<input type="hidden" name="page" value="${page.id}">
${field(form, { name: 'title', label: 'Title', required: true, maxlength: limits.title })}
${textarea(form, { name: 'body', label: 'Text', required: true, maxlength: limits.body, help: 'What you do, what people will notice, what keeps working. Markdown works.' })}
<div class="pair">${field(form, { name: 'scheduledFor', label: `Starts, in ${zone}`, type: 'datetime-local', required: true })}${field(form, { name: 'scheduledUntil', label: `Ends, in ${zone}`, type: 'datetime-local', required: true })}</div>
${parts(form, components)}
${checkbox(form, { name: 'notify', label: 'Tell the people who follow this', help: `Up to ${people(followers)} on ${page.name}; only those whom the chosen components concern.` })}
<div class="actions">${submit('Announce the work')}${linkButton('Back', path, 'quiet')}</div>
</form>`
}

const parts = (form: FormState, components: readonly Component[]): Html | false =>
  components.length > 0 &&
  html`<fieldset class="parts" id="f-components"><legend>Under maintenance while it runs</legend><ul class="ticks">${branch(form, components, null)}</ul></fieldset>`

const branch = (form: FormState, components: readonly Component[], parent: string | null): Html =>
  html`${components
    .filter(({ parent_id }) => parent_id === parent)
    .map(
      ({ id, name }) =>
        html`<li><label><input type="checkbox" name="components" value="${id}"${isTicked(form, 'components', id) && html` checked`}><span><bdi>${name}</bdi></span></label>${
          components.some(({ parent_id }) => parent_id === id) && html`<ul>${branch(form, components, id)}</ul>`
        }</li>`,
    )}`
