import type { ComponentStatus } from '../components/status.ts'
import { worst } from '../components/status.ts'
import { lastDays, lastMonths, type Stretch } from '../uptime/days.ts'
import { uptimeShare } from '../uptime/share.ts'
import { type Span, second } from '../uptime/spans.ts'
import { type Tally, tally, tallyEach } from '../uptime/tally.ts'
import type { Frame } from './frame.ts'
import type { ComponentNode, IncidentInfo } from './snapshot.ts'
import { flatten } from './tree.ts'
import { unknownSince } from './unknown.ts'
import { isPlanned, severity } from './words.ts'

export const shownDays = 90
const shownMonths = 12

/** What all components of one publication share: the days and months that it tells of, cut at its own moment. */
export type Calendar = { days: Stretch[]; months: Stretch[] }

export function calendarOf({ page, now }: Frame): Calendar {
  const end = second(now)
  const cut = (stretches: Stretch[]) => stretches.map((one) => ({ ...one, to: Math.min(one.to, end) }))
  return {
    days: cut(lastDays(page.timeZone, now, shownDays)),
    months: cut(lastMonths(page.timeZone, now, shownMonths)),
  }
}

/** One day of a component. `status` is the worst of it; null where nothing is known. */
export type UpDay = Stretch & { tally: Tally; status: ComponentStatus | null }

export type Uptime = {
  days: UpDay[]
  /** Over all the days, in hundredths of a percent; null where nothing is known. */
  share: number | null
}

/** A component's days, oldest first, and their figure. */
export function uptimeOf(frame: Frame, { days }: Calendar, node: ComponentNode): Uptime {
  const spans = spansOf(frame, node)
  const counted = tallyEach(spans, days)
  const first = days[0]?.from ?? 0
  return {
    days: days.map((day, i) => {
      const status = worstIn(counted[i]!)
      // A day that has only begun has no second yet that could be counted.
      const isToday = i === days.length - 1
      return { ...day, tally: counted[i]!, status: isToday ? today(node, status) : status }
    }),
    share: uptimeShare(tally(spans, first, days.at(-1)?.to ?? first)),
  }
}

/** The figure of each month, oldest first, from the first of which there is a record. */
export function monthlyUptime(frame: Frame, { months }: Calendar, node: ComponentNode) {
  const all = tallyEach(spansOf(frame, node), months).map((counted, i) => ({
    month: months[i]!.name,
    share: uptimeShare(counted),
  }))
  const first = all.findIndex(({ share }) => share !== null)
  return first === -1 ? [] : all.slice(first)
}

/** What is not known now is not known today either, whatever the morning was. */
function today(node: ComponentNode, status: ComponentStatus | null): ComponentStatus | null {
  const shown = worst([node.status, status ?? node.status])
  return shown === 'operational' && unknownSince(node) ? null : shown
}

/** What a component is taken to have shown while nothing was known of it is no record of its working. */
function spansOf(frame: Frame, node: ComponentNode): readonly Span[] {
  const spans = frame.snapshot.uptime?.get(node.id) ?? []
  const since = unknownSince(node)
  if (!since) return spans
  const known = spans.map((span) =>
    span.status === 'operational' ? { ...span, to: Math.min(span.to, second(since)) } : span,
  )
  return known.filter(({ from, to }) => from < to)
}

function worstIn(tally: Tally): ComponentStatus | null {
  const { noData: _, ...seconds } = tally
  const there = troubles.filter((status) => seconds[status] > 0)
  return there[0] ?? (seconds.operational > 0 ? 'operational' : null)
}

/** From worst to mildest. */
export const troubles = ['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance'] as const

/** What was published about a component or its parts, newest first, with the seconds between which it lasted. */
export type Told = { incident: IncidentInfo; from: number; to: number }

/** By component: those that touch the days of the calendar. What is planned has not happened. */
export function toldOf({ snapshot, now }: Frame, { days }: Calendar): Map<string, Told[]> {
  const first = days[0]?.from ?? 0
  const told = new Map<string, Told[]>()
  for (const incident of snapshot.incidents) {
    const [from, to] = [second(incident.startedAt), second(incident.resolvedAt ?? now)]
    if (isPlanned(incident) || to < first || incident.startedAt > now) continue
    const affected = [...incident.components, ...incident.updates.flatMap((update) => update.affected)]
    for (const id of new Set(affected.map((one) => one.id)))
      told.set(id, [...(told.get(id) ?? []), { incident, from, to }])
  }
  return told
}

/** What was told of a component and its parts on one day. */
export function toldOn(told: ReadonlyMap<string, Told[]>, node: ComponentNode, day: Stretch): IncidentInfo[] {
  const all = flatten([node]).flatMap((placed) => told.get(placed.node.id) ?? [])
  return [...new Set(all.filter(({ from, to }) => from < day.to && to >= day.from).map(({ incident }) => incident))]
}

/** Days worth a story: something was not working. Newest first. */
export const daysWithTrouble = ({ days }: Uptime): UpDay[] =>
  days.filter(({ status }) => status !== null && severity(status) > 0).toReversed()
