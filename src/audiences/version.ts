import { hash } from 'node:crypto'
import { contentOf } from '../publishing/fingerprint.ts'
import type { ComponentNode, Snapshot } from '../publishing/snapshot.ts'

/**
 * A number that is another whenever what is shown is. A counter would count what a reader may not see. The ledger stands
 * in it by its mark: its last span grows with the clock.
 */
export function versionOf(
  { publishedAt: _, version: __, uptime, incidents, ...shown }: Snapshot,
  recorded: ComponentNode[],
): number {
  const values: (string | number)[] = []
  write(values, shown)
  for (const incident of incidents) {
    values.push(contentOf(incident))
    for (const one of [incident, ...incident.updates]) if (one.translations) write(values, one.translations)
  }
  values.push(uptime === null ? 'none' : 'uptime')
  if (uptime) for (const node of recorded) writeRecord(values, node)
  return Number.parseInt(hash('sha256', values.join('\u0000'), 'hex').slice(0, 8), 16)
}

function writeRecord(values: (string | number)[], { recorded, rollUp, children }: ComponentNode) {
  values.push(recorded ?? '', rollUp ?? '')
  for (const child of children) writeRecord(values, child)
}

/** Dates as numbers: writing them out takes longer than all the rest. */
function write(values: (string | number)[], value: unknown) {
  if (typeof value === 'string' || typeof value === 'number') values.push(value)
  else if (value instanceof Date) values.push(value.getTime())
  else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      values.push(name)
      write(values, one)
    }
    values.push('}')
  } else values.push(String(value))
}
