import { people } from '../composer/audience.ts'
import { type Composer, composer } from '../composer/view.ts'
import { durationInWords } from '../lib/duration.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import type { Impact } from '../publishing/snapshot.ts'
import { impactWord } from '../publishing/words.ts'
import { chip } from '../web/console/marks.ts'
import { ago, type Clock, countdown, moment } from '../web/console/times.ts'
import type { IncidentDetails } from './details.ts'
import { statusMark } from './marks.ts'
import { postList } from './posts-view.ts'
import type { Moment } from './timeline.ts'
import { byWhom } from './words.ts'

export type IncidentPage = {
  details: IncidentDetails
  page: Page
  timeline: readonly Moment[]
  /** Null for those who may only look. */
  composer: Composer | null
  /** How many people a post on it is told to. */
  tells: number
  now: Date
}

/** An incident: its facts, the composer, what readers see beside what happened behind the scenes. */
export function incidentView({ details, page, timeline, composer: compose, tells, now }: IncidentPage): Html {
  const clock = { zone: page.time_zone, now }
  const over = details.incident.resolved_at !== null
  return html`${facts(details, clock, tells)}
${compose && (over ? html`<details class="part fold"${compose.form.problems.length > 0 && html` open`}><summary>Post once more</summary>${composer(compose)}</details>` : html`<section class="part" aria-labelledby="compose-title"><h2 id="compose-title">Post an update</h2>${composer(compose)}</section>`)}
<div class="columns part">
<section aria-labelledby="posts-title"><h2 id="posts-title">What readers see</h2>${postList(details, clock, { edit: compose !== null, tells })}</section>
<section aria-labelledby="timeline-title"><h2 id="timeline-title">Behind the scenes</h2>${timelineView(timeline, clock)}</section>
</div>`
}

function facts({ incident, components, seenBy }: IncidentDetails, clock: Clock, tells: number): Html {
  const { kind, scheduled_for, scheduled_until, resolved_at, started_at, next_update_at, impact } = incident
  const began = kind === 'maintenance' ? (scheduled_for ?? started_at) : started_at
  const rows: [string, Html | string | null | false][] = [
    [
      'Planned',
      scheduled_for && html`${moment(scheduled_for, clock)} to ${scheduled_until && moment(scheduled_until, clock)}`,
    ],
    ['Began', kind !== 'maintenance' && html`${moment(started_at, clock)}, ${ago(started_at, clock)}`],
    [
      'Next update',
      !resolved_at && next_update_at && html`by ${moment(next_update_at, clock)}, ${countdown(next_update_at, clock)}`,
    ],
    [
      'Ended',
      resolved_at &&
        html`${moment(resolved_at, clock)}, after ${durationInWords(Math.max(0, resolved_at.getTime() - began.getTime()))}`,
    ],
    ['Impact', kind === 'incident' && impactWord[impact as Impact]],
    [
      'Affects',
      components.length > 0 &&
        html`<ul class="affected">${components.map(({ name, status }) => html`<li><bdi>${name}</bdi> ${!resolved_at && statusMark(status)}</li>`)}</ul>`,
    ],
    ['Who sees it', seenBy],
    ['Who hears', people(tells)],
    [
      'Opened by',
      html`${byWhom(incident)} ${incident.automatic && chip('automatic')} ${incident.automatic && incident.touched_by_person && chip('automation asks first')}`,
    ],
  ]
  return html`<dl class="facts strip">${rows.map(([term, value]) => value && html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`
}

const timelineView = (timeline: readonly Moment[], clock: Clock): Html =>
  html`<ol class="timeline">${timeline.map(
    ({ at, who, words, detail, href }) =>
      html`<li><p><strong>${who}</strong> ${href ? html`<a href="${href}">${words}</a>` : words}</p>${detail && html`<p class="quiet-text">${detail}</p>`}<p class="quiet-text">${ago(at, clock)}</p></li>`,
  )}</ol>`
