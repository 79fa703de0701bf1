import { type Html, html, raw } from '../../lib/html.ts'
import { type Band, bandsOf, type Stretch } from '../bands.ts'
import type { Frame } from '../frame.ts'
import type { ComponentStatus, IncidentInfo } from '../snapshot.ts'
import { statusTone } from '../words.ts'
import { state } from './mark.ts'
import { full } from './time.ts'

/** Which status each affected component had when: drawn, and as a table for those who do not see a drawing. */
export function bandsSection(frame: Frame, incident: IncidentInfo): Html | null {
  const { words } = frame
  const bands = bandsOf(frame, incident)
  const [start, end] = [incident.startedAt, incident.resolvedAt ?? frame.now]
  if (bands.length === 0) return null
  // The page is not published again for time that passes, so nothing is said to have ended with it.
  const open = incident.resolvedAt
    ? null
    : words.text('outcome.open', { phase: words.text(`phase.${incident.status}`) })
  return html`<section aria-labelledby="affected"><h2 id="affected">${words.text('bands.heading')}</h2>
<ul class="bands">${bands.map((band) => html`<li><bdi>${band.name}</bdi>${drawing(band, start, end)}</li>`)}</ul>
<p class="since"><span>${full(frame, start)}</span> <span>${open ?? full(frame, end)}</span></p>
<details class="earlier" id="bands-table"><summary>${words.text('bands.table')}</summary><div class="wide" tabindex="0" role="region" aria-label="${words.text('bands.label')}"><table class="stretches">
<thead><tr><th scope="col">${words.text('bands.component')}</th><th scope="col">${words.text('bands.status')}</th><th scope="col">${words.text('bands.from')}</th><th scope="col">${words.text('bands.for')}</th></tr></thead>
<tbody>${bands.map(({ name, stretches }) =>
    stretches.map(
      (one, i) =>
        html`<tr><td><bdi>${name}</bdi></td><td>${state(statusTone[one.status], words.text(`state.${one.status}`))}</td><td>${full(frame, one.from)}</td><td>${(i === stretches.length - 1 && open) || words.duration(one.to.getTime() - one.from.getTime())}</td></tr>`,
    ),
  )}</tbody></table></div></details></section>`
}

const width = 1000

/** The worse, the higher: it can be read without colour. Maintenance is two lines. */
const shapes: Record<ComponentStatus, (x: number, length: number) => string> = {
  operational: (x, length) => `M${x} 22h${length}v2h-${length}z`,
  under_maintenance: (x, length) => `M${x} 4h${length}v5h-${length}zM${x} 15h${length}v5h-${length}z`,
  degraded_performance: (x, length) => `M${x} 14h${length}v10h-${length}z`,
  partial_outage: (x, length) => `M${x} 7h${length}v17h-${length}z`,
  major_outage: (x, length) => `M${x} 0h${length}v24h-${length}z`,
}

function drawing({ stretches }: Band, start: Date, end: Date): Html {
  const scale = width / (end.getTime() - start.getTime())
  const placed = (one: Stretch) => {
    const x = Math.round((one.from.getTime() - start.getTime()) * scale)
    // What lasted for a moment of a long incident can still be seen.
    return shapes[one.status](
      Math.min(x, width - 3),
      Math.max(3, Math.round((one.to.getTime() - one.from.getTime()) * scale)),
    )
  }
  return html`<svg class="band" viewBox="0 0 ${width} 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">${stretches.map(
    (one) => raw(`<path class="${statusTone[one.status]}" d="${placed(one)}"/>`),
  )}</svg>`
}
