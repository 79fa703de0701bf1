import { hash } from 'node:crypto'
import { impactOf } from '../components/status.ts'
import { isEnd } from '../incidents/words.ts'
import { localDay } from '../lib/zone.ts'
import type { IncidentInfo, Snapshot, UpdateInfo } from '../publishing/snapshot.ts'
import { type Statuses, statusesIn, withStatuses } from './components.ts'
import { incidentOf, type Said } from './entry.ts'

/** The page as it was read last, with what was said on the machine since. Pure; what it shows already is not said twice. */
export function withSaid<Page extends Shown>(snapshot: Page, entries: readonly Said[], now: Date): Page {
  if (entries.length === 0) return snapshot
  const shown = new Set(snapshot.incidents.flatMap(({ id, updates }) => [id, ...updates.map((update) => update.id)]))
  const marked = entries.filter(({ id }) => !shown.has(id)).reduce((page, said) => withOne(page, said), snapshot)
  return { ...marked, version: markedVersion(snapshot.version, entries), publishedAt: now }
}

/** A page as everybody sees it, and as few do. */
type Shown = Omit<Snapshot, 'audiences'>

/** The same with the mark of those entries that it shows: of the others it says nothing. */
export function markedView(view: Snapshot, entries: readonly Said[]): Snapshot {
  const shown = new Set(view.incidents.flatMap(({ updates }) => updates.map(({ id }) => id)))
  return {
    ...view,
    version: markedVersion(
      view.version,
      entries.filter(({ id }) => shown.has(id)),
    ),
  }
}

/**
 * The version of a page that shows these entries beside what the database had: readers' pages fetch themselves anew when
 * it differs from theirs, so it must be another for each set of entries.
 */
export function markedVersion(version: number, entries: readonly Said[]): number {
  if (entries.length === 0) return version
  const mark = Number.parseInt(hash('sha256', entries.map(({ id }) => id).join(), 'hex').slice(0, 8), 16)
  return version + ((mark % 999_999) + 1) / 1_000_000
}

function withOne<Page extends Shown>(snapshot: Page, said: Said): Page {
  const before = snapshot.incidents.find(({ id }) => id === incidentOf(said))
  if (said.on !== null && !before) return snapshot
  const named = statusesIn(snapshot.components, said.components)
  const incident = before ? goneOn(before, said) : opened(said)
  const affected = [...new Map([...incident.components.map(pair), ...named.map(pair)]).values()]
  const others = snapshot.incidents.filter((one) => one.id !== incident.id)
  const statuses = isEnd(said.status) ? givenBack(affected, others, named) : new Map(named.map((c) => [c.id, c.status]))
  const changes = affected.flatMap(({ id, name }) => {
    const from = statusesIn(snapshot.components, { [id]: 'operational' })[0]?.was
    const to = statuses.get(id)
    return from && to && from !== to ? [{ id, name, from, to }] : []
  })
  const components = affected.map(({ id, name, status }) => ({ id, name, status }))
  const whole: IncidentInfo = {
    ...incident,
    components,
    impact: before ? before.impact : impactOf(components.map(({ status }) => status)),
    updates: [postOf(said, changes), ...incident.updates],
  }
  return {
    ...snapshot,
    components: withStatuses(snapshot.components, statuses),
    incidents: [whole, ...others].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime()),
    history: before ? snapshot.history : withMonth(snapshot, whole),
  }
}

const pair = <T extends { id: string }>(one: T) => [one.id, one] as const

type Affected = IncidentInfo['components']

/** What an ended incident leaves its components: what it says of them last, else what other open incidents do to them. */
function givenBack(affected: Affected, others: readonly IncidentInfo[], named: Affected): Statuses {
  const said = new Map(named.map((c) => [c.id, c.status]))
  const open = others.filter(({ resolvedAt, status }) => resolvedAt === null && status !== 'scheduled')
  const still = new Map(open.flatMap((one) => one.components.map((c) => [c.id, c.status] as const)))
  return new Map(affected.map(({ id }) => [id, said.get(id) ?? still.get(id) ?? 'operational']))
}

function opened({ id, title, status, at }: Said): IncidentInfo {
  return {
    id,
    kind: 'incident',
    title: title ?? '',
    status,
    impact: 'none',
    startedAt: at,
    createdAt: at,
    updatedAt: at,
    monitoringAt: status === 'monitoring' ? at : null,
    resolvedAt: isEnd(status) ? at : null,
    scheduledFor: null,
    scheduledUntil: null,
    nextUpdateAt: null,
    components: [],
    updates: [],
  }
}

const goneOn = (before: IncidentInfo, { status, at }: Said): IncidentInfo => ({
  ...before,
  status,
  updatedAt: at,
  monitoringAt: status === 'monitoring' ? at : before.monitoringAt,
  resolvedAt: isEnd(status) ? at : null,
  nextUpdateAt: null,
})

const postOf = ({ id, status, body, at }: Said, affected: UpdateInfo['affected']): UpdateInfo => ({
  id,
  status,
  body,
  createdAt: at,
  displayAt: at,
  updatedAt: at,
  correctedAt: null,
  earlier: [],
  withdrawn: null,
  affected,
  notified: false,
  announced: true,
})

function withMonth({ history, page }: Shown, { id, startedAt }: IncidentInfo): Snapshot['history'] {
  const month = localDay(startedAt, page.timeZone).slice(0, 7)
  const there = history.some((one) => one.month === month)
  const months = there ? history : [{ month, incidents: [] }, ...history]
  return months
    .map((one) => (one.month === month ? { ...one, incidents: [id, ...one.incidents] } : one))
    .sort((a, b) => b.month.localeCompare(a.month))
}
