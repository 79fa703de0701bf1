/**
 * The order of all names once those of a file stand in the file's order: they share the places that some of them have
 * now, new ones follow the last of them, and every other name stays where it is.
 */
export function orderWith(now: readonly string[], named: readonly string[]): string[] {
  const there = named.filter((name) => now.includes(name))
  const last = now.findLastIndex((name) => there.includes(name))
  const slots = new Set(now.flatMap((name, index) => (there.includes(name) ? [index] : [])))
  const all: string[] = []
  let next = 0
  for (const [index, name] of now.entries()) {
    if (!slots.has(index)) all.push(name)
    else if (index < last) all.push(named[next++]!)
    else all.push(...named.slice(next))
  }
  return there.length === 0 ? [...all, ...named] : all
}
