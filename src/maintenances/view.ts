import { audienceFields, everyone, whoSees } from '../audiences/fields.ts'
import type { Component } from '../components/find.ts'
import { people } from '../composer/audience.ts'
import { type IncidentList, listOfIncidents } from '../incidents/list-view.ts'
import { limits } from '../incidents/words.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import {
  type Choice,
  checkbox,
  type FormState,
  field,
  isTicked,
  problemSummary,
  textarea,
} from '../web/console/forms.ts'
import { moment } from '../web/console/times.ts'

const path = '/console/maintenances'

const plannedStates = [
  ['open', 'Ahead and under way'],
  ['ended', 'Done'],
  ['all', 'All'],
] as const

/** Planned work with its times, each in its page's zone. */
export const plannedList = (list: IncidentList): Html =>
  listOfIncidents(list, {
    path,
    search: 'Search planned work',
    caption: 'Planned work, newest first',
    what: 'Work',
    states: plannedStates,
    times: [{ label: 'When' }],
    timesOf: ({ incident: { scheduled_for, scheduled_until } }, clock) => [
      scheduled_for && scheduled_until && html`${moment(scheduled_for, clock)} to ${moment(scheduled_until, clock)}`,
    ],
    empty: list.query.q
      ? empty({ title: `No planned work speaks of “${list.query.q}”.` })
      : empty({
          title: list.query.state === 'open' ? 'No work is planned.' : 'There is none.',
          text: 'Planned work is announced, starts and completes by itself at its times.',
          action: linkButton('Plan work', `${path}/new`),
        }),
  })

type Choices = { components: readonly Component[]; audiences: readonly Choice[] }

/** Where planned work is announced. */
export function planForm(form: FormState, page: Page, { components, audiences }: Choices, followers: number): Html {
  const zone = page.time_zone.replaceAll('_', ' ')
  return html`<form class="form" method="post" action="${path}/new" data-keep="plan-${page.id}">
${problemSummary(form, { title: 'Title', body: 'Text', scheduledFor: 'Starts', scheduledUntil: 'Ends', components: 'Components', audiences: 'Who may see this' })}
<input type="hidden" name="page" value="${page.id}">
${field(form, { name: 'title', label: 'Title', required: true, maxlength: limits.title })}
${textarea(form, { name: 'body', label: 'Text', required: true, maxlength: limits.body, help: 'What you do, what people will notice, what keeps working. Markdown works.' })}
<div class="pair">${field(form, { name: 'scheduledFor', label: `Starts, in ${zone}`, type: 'datetime-local', required: true })}${field(form, { name: 'scheduledUntil', label: `Ends, in ${zone}`, type: 'datetime-local', required: true })}</div>
${parts(form, components)}
${audienceFields(form, { ...whoSees, choices: [everyone, ...audiences] })}
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
