import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { Fixed } from '../languages/language.ts'
import { aboutIncident } from '../seo/json-ld.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { incidentTone, isOver, isPlanned, statusTone } from '../words.ts'
import { bandsSection } from './bands.ts'
import { inLang, textIn } from './languages.ts'
import { innerTitle, layout } from './layout.ts'
import { mark, state } from './mark.ts'
import { post, posts } from './post.ts'
import { about, full, span } from './time.ts'

/** An incident's own page: its facts and every post, newest first. */
export function incidentPage(frame: Frame, incident: IncidentInfo): string {
  const { words } = frame
  const phase = words.text(`phase.${incident.status}`)
  return layout(frame, {
    title: innerTitle(frame, incident.title),
    description: words.text('incident.description', { phase, title: incident.title }),
    path: `/incidents/${incident.id}`,
    live: true,
    about: aboutIncident(frame, incident),
    picture: `/incidents/${incident.id}.png`,
    main: html`<article class="incident-page">
<header><p class="phase">${state(incidentTone(incident), phase)}</p>
<h1${textIn(incident.titleLang)}>${incident.title}</h1></header>
${facts(frame, incident)}
${bandsSection(frame, incident)}
<section aria-labelledby="updates"><h2 id="updates">${words.text('incident.updates')}</h2>
${incident.updates.length > 0 ? incident.updates.map((update) => post(frame, incident, update)) : html`<p class="empty">${words.text('incident.nothing')}</p>`}</section>
</article>
<p class="on"><a href="${frame.link('/')}">${words.text('incident.else')}</a> <a href="${frame.link('/history')}">${words.text('nav.history')}</a>${frame.page.canSubscribe && !isOver(incident) && html` <a href="${frame.page.basePath}/subscribe/incident/${incident.id}" rel="nofollow">${words.text('only.heading')}</a>`}</p>`,
  })
}

/** An open or planned incident on the front page: its newest post in full, older ones folded. */
export function incidentCard(frame: Frame, incident: IncidentInfo): Html {
  const { id } = incident
  return html`<article class="card ${incidentTone(incident)}" aria-labelledby="title-${id}">
<header><h3 id="title-${id}">${mark(incidentTone(incident))}<a href="${frame.link(`/incidents/${id}`)}"><bdi${inLang(incident.titleLang)}>${incident.title}</bdi></a></h3>
${meta(frame, incident)}</header>
${posts(frame, incident)}</article>
`
}

function meta(frame: Frame, incident: IncidentInfo): Html {
  const { startedAt, scheduledFor, scheduledUntil, nextUpdateAt } = incident
  const names = incident.components.map(({ name }, i) => html`${i > 0 && ', '}<bdi>${name}</bdi>`)
  const times = isPlanned(incident)
    ? [span(frame, scheduledFor ?? startedAt, scheduledUntil)]
    : [
        about(frame, 'incident.since', startedAt),
        incident.kind === 'maintenance' && scheduledUntil && about(frame, 'incident.until', scheduledUntil),
      ]
  const next = nextUpdateAt && nextUpdateAt > frame.now && about(frame, 'incident.next', nextUpdateAt)
  const facts = [...times, names.length > 0 && html`${names}`, next]
  return html`<ul class="meta">${facts.map((fact) => fact && html`<li>${fact}</li>`)}</ul>`
}

function facts(frame: Frame, incident: IncidentInfo): Html {
  const { startedAt, resolvedAt, nextUpdateAt, scheduledFor, scheduledUntil } = incident
  const over = isOver(incident)
  const { words } = frame
  const lasted = () => words.duration((resolvedAt ?? frame.now).getTime() - startedAt.getTime())
  const rows: [Fixed, Html | string | null | false][] = [
    ['incident.planned', incident.kind === 'maintenance' && scheduledFor && span(frame, scheduledFor, scheduledUntil)],
    ['incident.began', !isPlanned(incident) && full(frame, startedAt)],
    [
      'incident.ended',
      over && resolvedAt && words.html('incident.ended_after', { time: full(frame, resolvedAt), duration: lasted() }),
    ],
    ['incident.next', !over && nextUpdateAt && words.html('incident.next_by', { time: full(frame, nextUpdateAt) })],
    ['incident.impact', incident.kind === 'incident' && words.text(`impact.${incident.impact}`)],
    [over ? 'incident.affected' : 'incident.affects', incident.components.length > 0 && affected(frame, incident)],
  ]
  return html`<dl class="facts">${rows.map(([term, value]) => value && html`<div><dt>${words.text(term)}</dt><dd>${value}</dd></div>`)}</dl>`
}

const affected = ({ words }: Frame, incident: IncidentInfo): Html =>
  html`<ul>${incident.components.map(
    ({ name, status }) =>
      html`<li><bdi>${name}</bdi> ${!isOver(incident) && state(statusTone[status], words.text(`state.${status}`))}</li>`,
  )}</ul>`
