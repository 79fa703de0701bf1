import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { ComponentStatus, IncidentInfo, UpdateInfo } from '../snapshot.ts'
import { edited } from './edits.ts'
import { languageNote, textIn } from './languages.ts'
import { beside, full, postTime } from './time.ts'

/** The newest posts in full, down to the first that still stands; the older ones folded. */
export function posts(frame: Frame, incident: IncidentInfo): Html {
  const newest = incident.updates.findIndex((update) => !update.withdrawn)
  const cut = newest === -1 ? incident.updates.length : newest + 1
  const older = incident.updates.slice(cut)
  return html`${incident.updates.slice(0, cut).map((update) => post(frame, incident, update))}${
    older.length > 0 &&
    html`<details class="older" id="older-${incident.id}"><summary>${frame.words.text('post.earlier', { count: older.length })}</summary>${older.map((update) => post(frame, incident, update))}</details>`
  }`
}

/** One post: what phase, when, the text; whether it was corrected, with what it said before; or that it was withdrawn, and why. */
export function post(frame: Frame, incident: IncidentInfo, update: UpdateInfo): Html {
  const href = `${frame.link(`/incidents/${incident.id}`)}#post-${update.id}`
  return html`<div class="post" id="post-${update.id}" data-post>
<p class="post-head"><strong>${frame.words.text(`phase.${update.status}`)}</strong> ${postTime(frame, update.displayAt, href)}</p>
${update.withdrawn ? withdrawn(frame, update, update.withdrawn) : html`<div class="prose"${textIn(update.bodyLang)}>${frame.markdown(update.body)}</div>${languageNote(frame, update.bodyLang)}`}
${update.announced && announced(frame, update)}${changes(frame, update)}${!update.withdrawn && update.correctedAt && edited(frame, update, update.correctedAt)}</div>`
}

const withdrawn = (frame: Frame, update: UpdateInfo, { at, reason }: { at: Date; reason: string }) =>
  html`<p class="aside">${frame.words.html('post.withdrawn', { time: beside(frame, at, update.displayAt) })}${reason && html` <bdi>${reason}</bdi>`}</p>`

const announced = (frame: Frame, update: UpdateInfo) =>
  html`<p class="aside">${frame.words.html('post.announced', { time: full(frame, update.displayAt) })}</p>`

function changes({ words }: Frame, update: UpdateInfo): Html | null {
  const changed = update.affected.filter(({ from, to }) => from !== to)
  if (changed.length === 0 || update.withdrawn) return null
  const arrow = html`<span aria-hidden="true">${words.arrow}</span><span class="sr"> ${words.text('post.changed_to')} </span>`
  const change = (from: ComponentStatus, to: ComponentStatus) =>
    words.html('post.changed', { from: words.text(`state.${from}`), arrow, to: words.text(`state.${to}`) })
  return html`<ul class="changes">${changed.map(({ name, from, to }) => html`<li><bdi>${name}</bdi>: ${change(from, to)}</li>`)}</ul>`
}
