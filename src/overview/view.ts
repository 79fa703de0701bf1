import { draftCard } from '../drafts/view.ts'
import type { StepId } from '../first-steps/steps.ts'
import { firstStepsView } from '../first-steps/view.ts'
import type { IncidentDetails } from '../incidents/details.ts'
import { namesOf } from '../incidents/list-view.ts'
import { phaseMark } from '../incidents/marks.ts'
import { type Html, html } from '../lib/html.ts'
import { mark } from '../lib/mark.ts'
import { markdownToText } from '../lib/markdown.ts'
import { objective } from '../notifications/objective.ts'
import { percent } from '../notifications/view-pace.ts'
import type { Page } from '../pages/find.ts'
import { linkButton } from '../web/console/buttons.ts'
import { ago, type Clock, countdown, moment } from '../web/console/times.ts'
import type { Numbers } from './numbers.ts'
import type { Worklist } from './read.ts'
import type { Trouble } from './trouble.ts'

type May = { edit: boolean; admin: boolean }

/** The work list: what waits, what is open, what is planned today, what is broken; or that nothing is. Then the first steps. */
export function overview(list: Worklist, may: May): Html {
  const clockOf = (page: string): Clock => ({ zone: zoneOf(list.pages, page), now: list.now })
  const sections = [
    part(
      'Waiting for you',
      'drafts',
      list.drafts.map((draft) => draftCard(draft, list.now, { decide: may.edit })),
    ),
    part(
      'Open incidents',
      'incidents',
      list.incidents.map((details) => openIncident(details, clockOf(details.incident.page_id), may)),
    ),
    part(
      'Planned work today',
      'planned',
      list.planned.map((details) => plannedWork(details, clockOf(details.incident.page_id))),
    ),
    part(
      'Broken in Upfront',
      'troubles',
      list.troubles.filter(isNoStep(list)).map((trouble) => troubleCard(trouble, list, may)),
    ),
  ].filter((section) => section !== null)
  const steps = list.steps && firstStepsView(list.steps)
  const isNew = isOpen(list, 'components')
  return html`${isNew && steps}${sections.length > 0 ? sections : !isNew && nothing(list)}${!isNew && steps}${numbers(list.numbers, may)}`
}

const isOpen = ({ steps }: Worklist, step: StepId) => steps?.steps.some(({ id, done }) => id === step && !done) ?? false

/** Where nobody is to be told yet, what a first step asks for is not broken. */
const isNoStep =
  (list: Worklist) =>
  ({ step }: Trouble) =>
    !(step && isOpen(list, step) && isOpen(list, 'follow'))

const zoneOf = (pages: readonly Page[], id: string) => pages.find((page) => page.id === id)?.time_zone ?? 'UTC'

const part = (title: string, id: string, cards: Html[]): Html | null =>
  cards.length === 0
    ? null
    : html`<section class="part" aria-labelledby="${id}"><h2 id="${id}">${title} <span class="quiet-text">${cards.length}</span></h2>${cards}</section>`

function openIncident({ incident, components, posts }: IncidentDetails, clock: Clock, may: { edit: boolean }): Html {
  const last = posts.find((post) => !post.withdrawn_at)
  const path = `/console/incidents/${incident.id}`
  return html`<article class="card" aria-labelledby="incident-${incident.id}">
<div class="card-head"><p>${phaseMark(incident)}</p><p class="promise">${promise(incident.next_update_at, clock)}</p></div>
<h3 id="incident-${incident.id}"><a href="${path}"><bdi>${incident.title}</bdi></a></h3>
<ul class="meta"><li>${ago(incident.started_at, clock)}</li>${components.length > 0 && html`<li>${namesOf(components)}</li>`}${incident.automatic && html`<li>opened by a rule</li>`}</ul>
${last && html`<p class="excerpt" dir="auto">${excerpt(last.body)}</p>`}
${may.edit && html`<div class="actions">${linkButton('Post an update', `${path}#compose-title`)}</div>`}
</article>`
}

const promise = (at: Date | null, clock: Clock): Html =>
  at
    ? html`<span class="quiet-text">Next update</span> ${countdown(at, clock)}`
    : html`<span class="quiet-text">No update promised</span>`

const excerpt = (body: string) => {
  const text = markdownToText(body).replace(/\s+/g, ' ')
  return text.length > 220 ? `${text.slice(0, 219).toWellFormed()}…` : text
}

function plannedWork({ incident, components }: IncidentDetails, clock: Clock): Html {
  const { scheduled_for: from, scheduled_until: until, status } = incident
  return html`<article class="card slim" aria-labelledby="work-${incident.id}">
<div class="card-head"><h3 id="work-${incident.id}"><a href="/console/incidents/${incident.id}"><bdi>${incident.title}</bdi></a></h3><p>${phaseMark(incident)}</p></div>
<ul class="meta">${from && until && html`<li>${moment(from, clock)} to ${moment(until, clock)}</li>`}${components.length > 0 && html`<li>${namesOf(components)}</li>`}${from && status === 'scheduled' && html`<li>${countdown(from, clock)}</li>`}</ul>
</article>`
}

const troubleCard = ({ words, since, href, action, needs }: Trouble, { now, pages }: Worklist, may: May): Html =>
  html`<article class="card slim trouble"><p>${mark('major')} ${words} ${since && html`<span class="quiet-text">Since ${ago(since, { now, zone: pages[0]?.time_zone ?? 'UTC' })}</span>`}</p>${(!needs || (needs === 'admin' ? may.admin : may.edit)) && linkButton(action, href, 'quiet')}</article>`

const nothing = ({ pages }: Worklist): Html =>
  html`<div class="all-well part">${mark('working')}<p class="empty-title">Nothing needs you.</p><p>No draft waits, no incident is open, no work is planned today, and Upfront itself works.</p>${
    pages.length === 0 && html`<p class="actions">${linkButton('Make a page', '/console/settings', 'primary')}</p>`
  }</div>`

const numbers = ({ subscribers, alerts, quiet, messages, inTime }: Numbers, may: { edit: boolean }): Html =>
  html`<section class="part numbers" aria-label="Numbers"><dl>
<div><dt>People who follow</dt><dd>${may.edit ? html`<a href="/console/subscribers">${count(subscribers)}</a>` : count(subscribers)}</dd></div>
<div><dt>Alerts in 24 hours</dt><dd><a href="/console/inbox">${count(alerts)}</a></dd></div>
<div><dt>Of those, nobody heard</dt><dd>${count(quiet)}</dd></div>
<div><dt>Messages in 24 hours</dt><dd>${may.edit ? html`<a href="/console/deliveries">${count(messages)}</a>` : count(messages)}</dd></div>
${inTime !== null && html`<div><dt>Of those, within ${objective.seconds} seconds</dt><dd>${percent(inTime)}</dd></div>`}
</dl></section>`

const count = (number: number) => number.toLocaleString('en-GB')
