import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { Fixed } from '../languages/language.ts'
import type { IncidentInfo, IncidentKind } from '../snapshot.ts'
import { isOpen, isPlanned } from '../words.ts'
import { incidentCard } from './incident.ts'

/** What is happening now: faults, work under way, notices. */
export const incidents = (frame: Frame): Html =>
  html`${open(frame, 'incident', 'home.incidents')}${open(frame, 'maintenance', 'home.maintenances')}${open(frame, 'notice', 'home.notices')}`

function open(frame: Frame, kind: IncidentKind, heading: Fixed): Html | null {
  const ones = frame.snapshot.incidents.filter((incident) => incident.kind === kind && isOpen(incident))
  return section(
    frame.words.text(heading),
    `open-${kind}`,
    ones.map((incident) => incidentCard(frame, incident)),
  )
}

/** The work of the next `days` days, and folded what is planned for later. */
export function planned(frame: Frame, days: number): Html | null {
  const limit = frame.now.getTime() + days * 86_400_000
  const all = frame.snapshot.incidents.filter(isPlanned).toSorted((a, b) => begins(a) - begins(b))
  const later = all.filter((incident) => begins(incident) > limit)
  const cards = all.filter((incident) => begins(incident) <= limit).map((incident) => incidentCard(frame, incident))
  if (later.length > 0) {
    const folded = later.map((incident) => incidentCard(frame, incident))
    cards.push(
      html`<details class="later" id="later"><summary>${frame.words.text('home.later', { count: later.length })}</summary>${folded}</details>`,
    )
  }
  return section(frame.words.text('home.planned'), 'planned', cards)
}

const begins = (incident: IncidentInfo) => (incident.scheduledFor ?? incident.startedAt).getTime()

const section = (heading: string, id: string, cards: Html[]): Html | null =>
  cards.length === 0 ? null : html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${cards}</section>\n`
