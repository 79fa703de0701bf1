import type { Frame } from './frame.ts'
import type { ComponentStatus, IncidentInfo } from './snapshot.ts'
import { isPlanned } from './words.ts'

export type Stretch = { from: Date; to: Date; status: ComponentStatus }

/** What one component showed while an incident lasted, oldest first, without gaps. */
export type Band = { id: string; name: string; stretches: Stretch[] }

/**
 * Of each affected component, from the changes that the posts made, to the second. None for what has not begun, lasted no
 * time, or is open for less than a minute: there is nothing to draw yet.
 */
export function bandsOf({ now }: Pick<Frame, 'now'>, incident: IncidentInfo): Band[] {
  const end = incident.resolvedAt ?? now
  const posts = incident.updates.toReversed()
  const changes = posts.flatMap(({ displayAt, affected }) => affected.map((one) => ({ ...one, at: displayAt })))
  const named = new Map([...changes, ...incident.components].map(({ id, name }) => [id, name]))
  const lasted = end.getTime() - incident.startedAt.getTime()
  if (isPlanned(incident) || lasted < (incident.resolvedAt ? 1 : 60_000)) return []
  return [...named].map(([id, name]) => {
    const own = changes.filter((change) => change.id === id && change.at < end)
    const first = own[0]?.from ?? incident.components.find((one) => one.id === id)?.status ?? 'operational'
    return { id, name, stretches: stretchesOf(incident.startedAt, end, first, own) }
  })
}

type At = { at: Date; to: ComponentStatus }

function stretchesOf(start: Date, end: Date, first: ComponentStatus, changes: At[]): Stretch[] {
  const stretches: Stretch[] = [{ from: start, to: end, status: first }]
  for (const { at, to } of changes) {
    const last = stretches.at(-1)!
    if (to === last.status) continue
    // Who opens an incident says within moments what it affects: before that nothing was known of it.
    if (second(at) <= second(last.from)) last.status = to
    else {
      last.to = at
      stretches.push({ from: at, to: end, status: to })
    }
  }
  return joined(stretches)
}

const second = (time: Date) => Math.floor(time.getTime() / 1000)

/** A correction within the same instant may leave two of a kind beside each other. */
const joined = (stretches: Stretch[]): Stretch[] =>
  stretches.reduce<Stretch[]>((all, one) => {
    const last = all.at(-1)
    if (last?.status === one.status) last.to = one.to
    else all.push(one)
    return all
  }, [])
