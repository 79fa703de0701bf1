import { componentStatuses } from '../components/status.ts'
import { impacts } from '../incidents/words.ts'
import type { Frame } from './frame.ts'
import type { Words } from './languages/words.ts'
import type { ComponentStatus, IncidentInfo } from './snapshot.ts'
import { namesIn, worstOf } from './tree.ts'
import { dataAsOf, unknownNames } from './unknown.ts'
import { incidentTone, isOpen, severity, statusTone, type Tone } from './words.ts'

/** The page in a few words: what is wrong, for whom, since when, and when we say more. */
export type Sentence = { text: string; more: string | null; tone: Tone }

export function sentenceOf(frame: Frame): Sentence {
  const { snapshot, words } = frame
  const open = snapshot.incidents.filter((incident) => isOpen(incident) && incident.kind !== 'notice')
  const faults = open.filter((incident) => incident.kind === 'incident')
  const status = worstOf(snapshot.components)
  const onComponents = severity(status) > severity('under_maintenance')
  const [fault] = faults.toSorted((a, b) => impacts.indexOf(b.impact) - impacts.indexOf(a.impact))
  const first = onComponents || !fault ? componentsSentence(frame, status, open) : phaseSentence(frame, fault)
  const milder = componentStatuses.slice(1, severity(status) + (onComponents || !fault ? 0 : 1)).toReversed()
  const unsure = first.tone === 'unknown' ? null : unknownClause(frame)
  const more = [
    ...milder.map((one) => clause(frame, one, null)),
    unsure,
    asOf(frame),
    nextUpdate(frame, faults),
  ].filter((one) => one !== null)
  return { ...first, more: more.length > 0 ? more.reduce((before, one) => joined(words, before, one)) : null }
}

/** Two sentences, one after the other. */
export const joined = (words: Words, first: string, second: string) => words.text('sentence.join', { first, second })

function componentsSentence(frame: Frame, status: ComponentStatus, open: IncidentInfo[]) {
  const { snapshot, words } = frame
  if (status !== 'operational') {
    const cause = open
      .filter((incident) => incident.components.some((component) => component.status === status))
      .toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime())[0]
    return { text: clause(frame, status, cause ?? null) ?? '', tone: statusTone[status] }
  }
  const unsure = unknownClause(frame)
  if (unsure) return { text: unsure, tone: 'unknown' as const }
  if (open.length > 0) return { text: words.text('sentence.maintenance'), tone: 'maintenance' as const }
  const isListed = snapshot.components.length > 0
  return { text: words.text(isListed ? 'sentence.fine' : 'sentence.nothing'), tone: 'working' as const }
}

function phaseSentence({ words }: Frame, fault: IncidentInfo) {
  const known = fault.status === 'monitoring' || fault.status === 'identified' ? fault.status : 'investigating'
  return { text: words.text(`sentence.${known}`), tone: incidentTone(fault) }
}

/** What is said of all components in a status, with when it began or will end where `cause` tells that. Null without any. */
function clause(frame: Frame, status: ComponentStatus, cause: IncidentInfo | null): string | null {
  const { snapshot, words } = frame
  const all = namesIn(snapshot.components, status)
  if (all.length === 0 || status === 'operational') return null
  const said = { names: words.listed(all), count: words.numberOf(all) }
  if (!cause) return words.text(`sentence.${status}`, said)
  if (status !== 'under_maintenance')
    return words.text(`sentence.${status}.since`, { ...said, since: timed(frame, 'since', cause.startedAt) })
  const until = cause.scheduledUntil && timed(frame, 'until', cause.scheduledUntil)
  return until
    ? words.text('sentence.under_maintenance.until', { ...said, until })
    : words.text(`sentence.${status}`, said)
}

/** What is not known, where its monitoring fell silent. */
function unknownClause({ snapshot, words }: Frame): string | null {
  const names = unknownNames(snapshot.components)
  if (names.length === 0) return null
  return words.text('sentence.unknown', { names: words.listed(names), count: words.numberOf(names) })
}

function asOf({ snapshot, words, times, now }: Frame): string | null {
  const at = dataAsOf(snapshot)
  return at && words.text('live.as_of', { time: times.near(at, now) })
}

function nextUpdate(frame: Frame, faults: IncidentInfo[]): string | null {
  const promised = faults.flatMap(({ nextUpdateAt: at }) => (at && at > frame.now ? [at] : []))
  const [first] = promised.toSorted((a, b) => a.getTime() - b.getTime())
  return first ? timed(frame, 'sentence.next', first) : null
}

/** A language may need other words before a day than before a time. */
function timed({ words, times, now }: Frame, key: 'since' | 'until' | 'sentence.next', at: Date): string {
  return words.text(`${key}.${times.isSameDay(at, now) ? 'clock' : 'dated'}`, { time: times.near(at, now) })
}
