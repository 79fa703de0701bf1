import { durationInWords } from '../../lib/duration.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { impactWord, incidentTone, isOver, isPlanned, phaseWord, statusTone, statusWord } from '../words.ts'
import { bandsSection } from './bands.ts'
import { layout } from './layout.ts'
import { mark, state } from './mark.ts'
import { post, posts } from './post.ts'
import { full, near, span } from './time.ts'

/** An incident's own page: its facts and every post, newest first. */
export function incidentPage(frame: Frame, incident: IncidentInfo): string {
  return layout(frame, {
    title: `${incident.title} · ${frame.page.name} status`,
    description: `${phaseWord[incident.status]}: ${incident.title}`,
    path: `/incidents/${incident.id}`,
    live: true,
    main: html`<article class="incident-page">
<header><p class="phase">${state(incidentTone(incident), phaseWord[incident.status])}</p>
<h1 dir="auto">${incident.title}</h1></header>
${facts(frame, incident)}
${bandsSection(frame, incident)}
<section aria-labelledby="updates"><h2 id="updates">Updates</h2>
${incident.updates.length > 0 ? incident.updates.map((update) => post(frame, incident, update)) : html`<p class="empty">Nothing has been posted yet.</p>`}</section>
</article>
<p class="on"><a href="${frame.link('/')}">Everything else</a> <a href="${frame.link('/history')}">History</a></p>`,
  })
}

/** An open or planned incident on the front page: its newest post in full, older ones folded. */
export function incidentCard(frame: Frame, incident: IncidentInfo): Html {
  const { id } = incident
  return html`<article class="card ${incidentTone(incident)}" aria-labelledby="title-${id}">
<header><h3 id="title-${id}">${mark(incidentTone(incident))}<a href="${frame.link(`/incidents/${id}`)}"><bdi>${incident.title}</bdi></a></h3>
${meta(frame, incident)}</header>
${posts(frame, incident)}</article>
`
}

function meta(frame: Frame, incident: IncidentInfo): Html {
  const { startedAt, scheduledFor, scheduledUntil, nextUpdateAt } = incident
  const names = incident.components.map(({ name }, i) => html`${i > 0 && ', '}<bdi>${name}</bdi>`)
  const time = isPlanned(incident)
    ? span(frame, scheduledFor ?? startedAt, scheduledUntil)
    : html`Since ${near(frame, startedAt)}${incident.kind === 'maintenance' && scheduledUntil && html`, planned until ${near(frame, scheduledUntil)}`}`
  const next = nextUpdateAt && nextUpdateAt > frame.now && html`<li>Next update by ${near(frame, nextUpdateAt)}</li>`
  return html`<ul class="meta"><li>${time}</li>${names.length > 0 && html`<li>${names}</li>`}${next}</ul>`
}

function facts(frame: Frame, incident: IncidentInfo): Html {
  const { startedAt, resolvedAt, nextUpdateAt, scheduledFor, scheduledUntil } = incident
  const over = isOver(incident)
  const rows: [string, Html | string | null | false][] = [
    ['Planned for', incident.kind === 'maintenance' && scheduledFor && span(frame, scheduledFor, scheduledUntil)],
    ['Began', !isPlanned(incident) && full(frame, startedAt)],
    [
      'Ended',
      over &&
        resolvedAt &&
        html`${full(frame, resolvedAt)}, after ${durationInWords(resolvedAt.getTime() - startedAt.getTime())}`,
    ],
    ['Next update', !over && nextUpdateAt && html`by ${full(frame, nextUpdateAt)}`],
    ['Impact', incident.kind === 'incident' && impactWord[incident.impact]],
    [over ? 'Affected' : 'Affects', incident.components.length > 0 && affected(incident)],
  ]
  return html`<dl class="facts">${rows.map(([term, value]) => value && html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`
}

const affected = (incident: IncidentInfo): Html =>
  html`<ul>${incident.components.map(
    ({ name, status }) =>
      html`<li><bdi>${name}</bdi> ${!isOver(incident) && state(statusTone[status], statusWord[status])}</li>`,
  )}</ul>`
