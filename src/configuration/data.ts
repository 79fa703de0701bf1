import type { Path } from './mistake.ts'

// What stands at a path of data whose shape is not known yet.

export function valueAt(data: unknown, path: Path): unknown {
  let at = data
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = Reflect.get(at, step)
  }
  return at
}

export function textAt(data: unknown, path: Path): string | null {
  const value = valueAt(data, path)
  return typeof value === 'string' ? value : null
}

/** The path of each entry of the list at a path; none where there is no list. */
export function each(data: unknown, path: Path): Path[] {
  const list = valueAt(data, path)
  return Array.isArray(list) ? list.map((_, index) => [...path, index]) : []
}
