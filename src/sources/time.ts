import type { Field } from './payload.ts'
import { at } from './read.ts'

/**
 * A time as vendors write it: RFC 3339, the same with a space or without a zone (then UTC), `+0000`, or seconds, milli-,
 * micro- or nanoseconds since 1970 as a number or as text. Null for anything else, and for years that no alert is from:
 * Go's zero time is year 1.
 */
export function time(field: Field): Date | null {
  const { value } = field
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const trimmed = String(value).trim()
  const millis = /^\d{9,19}(?:\.\d+)?$/.test(trimmed) ? sinceEpoch(Number(trimmed)) : fromCalendar(trimmed)
  return millis >= earliest && millis < latest ? new Date(Math.floor(millis)) : null
}

/** The first of these fields that holds a time. */
export function firstTime(from: Field, ...names: string[]): Date | null {
  for (const name of names) {
    const found = time(at(from, ...name.split('.')))
    if (found !== null) return found
  }
  return null
}

const earliest = Date.UTC(1990, 0)
const latest = Date.UTC(2200, 0)

/** Seconds, milliseconds, microseconds and nanoseconds of our time lie a thousandfold apart. */
function sinceEpoch(number: number): number {
  if (number < 1e11) return number * 1_000
  if (number < 1e14) return number
  return number < 1e17 ? number / 1e3 : number / 1e6
}

function fromCalendar(value: string): number {
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(value)
  if (!match) return Number.NaN
  const [, day, clock = '00:00', zone = 'Z'] = match
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z'
  return Date.parse(`${day}T${clock.replace(',', '.')}${offset}`)
}
