import { type Html, html } from '../../lib/html.ts'
import type { Day } from '../days.ts'
import type { Frame } from '../frame.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { incidentTone, isOver } from '../words.ts'
import { inLang, languageNote, textIn } from './languages.ts'
import { mark } from './mark.ts'
import { beside } from './time.ts'

/** Days, newest first; runs of quiet days share one line. */
export const past = (frame: Frame, days: Day[]): Html =>
  html`<ol class="days">${days.map((day) => html`<li>${one(frame, day)}</li>`)}</ol>`

function one(frame: Frame, day: Day): Html {
  if ('quiet' in day)
    return html`<p class="quiet"><span class="day">${range(frame, day.quiet)}</span> ${frame.words.text('past.quiet')}</p>`
  return html`<h3 class="day">${frame.times.weekday(day.day)}</h3>${day.incidents.map((incident) => row(frame, incident, 4))}${day.continued.map(
    (incident) =>
      html`<p class="row-meta">${frame.words.html('past.continued', { title: title(frame, incident) })}</p>`,
  )}`
}

const range = ({ times }: Frame, { from, to }: { from: Temporal.PlainDate; to: Temporal.PlainDate }) =>
  from.equals(to) ? times.weekday(from) : times.days(from, to)

/** One past incident: what it was, how long, and the last that was said. One that is still open says so and stays short. */
export function row(frame: Frame, incident: IncidentInfo, level: 3 | 4): Html {
  const last = incident.updates.find((update) => !update.withdrawn)
  const heading = html`${mark(incidentTone(incident))}${title(frame, incident)}`
  return html`<article class="row">
${level === 3 ? html`<h3>${heading}</h3>` : html`<h4>${heading}</h4>`}
<p class="row-meta">${outcome(frame, incident)}</p>
${isOver(incident) && last && html`<div class="prose"${textIn(last.bodyLang)}>${frame.markdown(last.body)}</div>${languageNote(frame, last.bodyLang)}`}</article>`
}

const title = (frame: Frame, incident: IncidentInfo): Html =>
  html`<a href="${frame.link(`/incidents/${incident.id}`)}"><bdi${inLang(incident.titleLang)}>${incident.title}</bdi></a>`

/** "Resolved 15:48 EST, after 48 minutes. Major impact." */
export function outcome(frame: Frame, incident: IncidentInfo): Html {
  const { words } = frame
  const { resolvedAt, startedAt, kind } = incident
  const phase = words.text(`phase.${incident.status}`)
  const impact = kind === 'incident' && html` ${words.text(`impact.sentence.${incident.impact}`)}`
  if (!isOver(incident)) return html`${words.text('outcome.open', { phase })}${impact}`
  const time = resolvedAt && beside(frame, resolvedAt, startedAt)
  if (kind === 'notice')
    return time ? words.html('outcome.notice_ended', { time }) : html`${words.text('outcome.notice')}`
  if (!resolvedAt || !time) return html`${words.text('outcome.phase', { phase })}${impact}`
  const duration = words.duration(resolvedAt.getTime() - startedAt.getTime())
  return html`${words.html('outcome.ended', { phase, time, duration })}${impact}`
}
