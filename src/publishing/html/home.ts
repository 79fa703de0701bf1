import { type Html, html } from '../../lib/html.ts'
import { pastDays } from '../days.ts'
import type { Frame } from '../frame.ts'
import { sentenceOf } from '../sentence.ts'
import type { IncidentInfo, IncidentKind } from '../snapshot.ts'
import { calendarOf, uptimeOf } from '../uptime.ts'
import { isOpen, isPlanned } from '../words.ts'
import { barRow } from './bars.ts'
import { components } from './components.ts'
import { incidentCard } from './incident.ts'
import { layout } from './layout.ts'
import { mark } from './mark.ts'
import { past } from './past.ts'

const window = 14

/** The page's front: the state in a sentence, what is open, what is planned, the components, the past days. */
export function home(frame: Frame): string {
  const { snapshot, page } = frame
  const sentence = sentenceOf(snapshot, frame.times)
  const summary = [sentence.text, sentence.more].filter(Boolean).join(' ')
  return layout(frame, {
    title: `${page.name} status: ${sentence.text}`,
    description: summary,
    path: '/',
    tone: sentence.tone,
    live: true,
    main: html`<section class="now ${sentence.tone}">
<h1>${mark(sentence.tone)}<span>${sentence.text}</span></h1>
${sentence.more && html`<p class="more">${sentence.more}</p>`}
</section>
${open(frame, 'incident', 'Open incidents')}${open(frame, 'maintenance', 'Work under way')}${open(frame, 'notice', 'Notices')}${planned(frame)}
<section aria-labelledby="components"><h2 id="components">Components</h2>${componentsSection(frame)}</section>
<section aria-labelledby="past"><h2 id="past">Past ${window} days</h2>${pastSection(frame)}
<p class="on"><a href="${frame.link('/history')}">All history</a></p></section>`,
  })
}

function componentsSection(frame: Frame): Html {
  const { snapshot } = frame
  if (!snapshot.uptime || snapshot.components.length === 0) return components(snapshot.components, () => null)
  const calendar = calendarOf(frame)
  return html`<div${frame.assets.days && html` data-days="${frame.assets.days}"`}>${components(snapshot.components, (node) => barRow(frame, node, uptimeOf(frame, calendar, node)))}</div>
<p class="on"><a href="${frame.link('/uptime')}">Uptime by month</a></p>`
}

function open(frame: Frame, kind: IncidentKind, heading: string): Html | null {
  const ones = frame.snapshot.incidents.filter((incident) => incident.kind === kind && isOpen(incident))
  return section(
    heading,
    `open-${kind}`,
    ones.map((incident) => incidentCard(frame, incident)),
  )
}

function planned(frame: Frame): Html | null {
  const limit = frame.now.getTime() + window * 86_400_000
  const all = frame.snapshot.incidents.filter(isPlanned).toSorted((a, b) => begins(a) - begins(b))
  const later = all.filter((incident) => begins(incident) > limit)
  const cards = all.filter((incident) => begins(incident) <= limit).map((incident) => incidentCard(frame, incident))
  if (later.length > 0) {
    const folded = later.map((incident) => incidentCard(frame, incident))
    cards.push(
      html`<details class="later" id="later"><summary>${later.length} planned for later</summary>${folded}</details>`,
    )
  }
  return section('Planned work', 'planned', cards)
}

const begins = (incident: IncidentInfo) => (incident.scheduledFor ?? incident.startedAt).getTime()

const section = (heading: string, id: string, cards: Html[]): Html | null =>
  cards.length === 0 ? null : html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${cards}</section>\n`

function pastSection(frame: Frame): Html {
  const days = pastDays(frame, window)
  if (days.some((day) => !('quiet' in day))) return past(frame, days)
  return html`<p class="empty">No incidents in the past ${window} days.</p>`
}
