import type { ComponentStatus } from '../components/status.ts'
import type { Html } from '../lib/html.ts'
import { state, type Tone } from '../lib/mark.ts'
import type { Impact, IncidentStatus } from '../publishing/snapshot.ts'
import { impactTone, phaseWord, statusTone, statusWord } from '../publishing/words.ts'
import type { Incident } from './find.ts'

/** The phase of an incident in the shape and colour of its impact; of one that ended, of what works. */
export const phaseMark = (incident: Incident): Html =>
  state(
    toneOf(incident),
    incident.kind === 'notice' && incident.resolved_at ? 'Closed notice' : phaseWord[incident.status as IncidentStatus],
  )

export const statusMark = (status: ComponentStatus): Html => state(statusTone[status], statusWord[status])

export function toneOf({ kind, impact, resolved_at }: Pick<Incident, 'kind' | 'impact' | 'resolved_at'>): Tone {
  if (kind === 'notice') return 'notice'
  if (resolved_at) return 'working'
  return kind === 'maintenance' ? 'maintenance' : impactTone[impact as Impact]
}
