import { componentStatuses } from '../components/status.ts'
import { impacts } from '../incidents/words.ts'
import type { Times } from '../lib/times.ts'
import type { ComponentStatus, IncidentInfo, Snapshot } from './snapshot.ts'
import { namesIn, worstOf } from './tree.ts'
import { incidentTone, isOpen, severity, statusTone, type Tone } from './words.ts'

/** The page in a few words: what is wrong, for whom, since when, and when we say more. */
export type Sentence = { text: string; more: string | null; tone: Tone }

export function sentenceOf(snapshot: Snapshot, times: Times): Sentence {
  const open = snapshot.incidents.filter((incident) => isOpen(incident) && incident.kind !== 'notice')
  const faults = open.filter((incident) => incident.kind === 'incident')
  const status = worstOf(snapshot.components)
  const onComponents = severity(status) > severity('under_maintenance')
  const [fault] = faults.toSorted((a, b) => impacts.indexOf(b.impact) - impacts.indexOf(a.impact))
  const first = onComponents || !fault ? componentsSentence(snapshot, status, open, times) : phaseSentence(fault)
  const milder = componentStatuses.slice(1, severity(status) + (onComponents || !fault ? 0 : 1)).toReversed()
  const more = [alsoAffected(snapshot, milder), nextUpdate(faults, snapshot.publishedAt, times)]
  return { ...first, more: more.filter(Boolean).join(' ') || null }
}

function componentsSentence(snapshot: Snapshot, status: ComponentStatus, open: IncidentInfo[], times: Times) {
  if (status !== 'operational') return { text: clause(snapshot, status, open, times), tone: statusTone[status] }
  if (open.length > 0)
    return { text: 'Planned work is under way. Everything is working.', tone: 'maintenance' as const }
  const text = snapshot.components.length > 0 ? 'Everything is working.' : 'No problems are reported.'
  return { text, tone: 'working' as const }
}

function phaseSentence(fault: IncidentInfo) {
  const tone = incidentTone(fault)
  if (fault.status === 'monitoring') return { text: 'A fix is in place, and we are watching it.', tone }
  if (fault.status === 'identified') return { text: 'We know what is wrong and are fixing it.', tone }
  return { text: 'We are looking into a problem.', tone }
}

function clause(snapshot: Snapshot, status: ComponentStatus, open: IncidentInfo[], times: Times) {
  const names = namesIn(snapshot.components, status)
  const subject = listed(names)
  const plural = isMany(names)
  const cause = open
    .filter((incident) => incident.components.some((component) => component.status === status))
    .toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime())[0]
  const words = states[status][plural ? 1 : 0]
  if (status === 'under_maintenance') {
    const until = cause?.scheduledUntil
    return `${subject} ${words}${until ? ` until ${times.near(until, snapshot.publishedAt)}` : ''}.`
  }
  if (!cause) return `${subject} ${words}.`
  const been = words.replace(/^(is|are) /, plural ? 'have been ' : 'has been ')
  return `${subject} ${been} since ${times.near(cause.startedAt, snapshot.publishedAt)}.`
}

const states: Record<ComponentStatus, [string, string]> = {
  operational: ['is working', 'are working'],
  under_maintenance: ['is under maintenance', 'are under maintenance'],
  degraded_performance: ['is slower or less reliable than usual', 'are slower or less reliable than usual'],
  partial_outage: ['is failing for some customers', 'are failing for some customers'],
  major_outage: ['is down', 'are down'],
}

/** What is milder than the worst, in a second sentence. */
function alsoAffected(snapshot: Snapshot, statuses: ComponentStatus[]) {
  const parts = statuses
    .map((status) => ({ names: namesIn(snapshot.components, status), words: states[status] }))
    .filter(({ names }) => names.length > 0)
    .map(({ names, words }) => `${listed(names)} ${words[isMany(names) ? 1 : 0]}`)
  return parts.length > 0 ? `${parts.join('; ')}.` : null
}

function listed(names: string[]) {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(shown)
}

const isMany = (names: string[]) => names.length > 1 || isPlural(names[0] ?? '')

/** Good enough for English product names: "Card payments" are, "API · US", "Status" and "Postgres" is. */
const isPlural = (name: string) => /\p{Ll}s$/u.test(name) && !/(ss|us|is|ews|gres|netes|dis|ins|ndows)$/.test(name)

function nextUpdate(faults: IncidentInfo[], now: Date, times: Times) {
  const promised = faults.map((fault) => fault.nextUpdateAt).filter((at) => at !== null && at > now) as Date[]
  const [first] = promised.toSorted((a, b) => a.getTime() - b.getTime())
  return first ? `Next update by ${times.near(first, now)}.` : null
}
