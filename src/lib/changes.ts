import { isDeepStrictEqual } from 'node:util'

/** What is different, by field: for events, and for a plan. */
export type Changes = Record<string, { from: unknown; to: unknown }>

/** The fields of `after` whose value is another than before. A field that `after` leaves out stays as it is. */
export function changesBetween<Shape extends object>(before: Shape, after: Partial<Shape>): Changes {
  const old = new Map(Object.entries(before))
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, to]) => to !== undefined && !isDeepStrictEqual(old.get(name), to))
      .map(([name, to]) => [name, { from: old.get(name), to }]),
  )
}

export const isUnchanged = (changes: Changes) => Object.keys(changes).length === 0
