/** The name that was probably meant: at most a third of its letters away. Null where none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const reach = Math.max(1, Math.floor(name.length / 3))
  const near = known
    .map((candidate) => ({ candidate, away: distance(name.toLowerCase(), candidate.toLowerCase(), reach) }))
    .filter(({ away }) => away <= reach)
    .sort((a, b) => a.away - b.away)
  return near[0]?.candidate ?? null
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const found = nearest(name, known)
  return found === null ? '' : `; did you mean "${found}"?`
}

/** How many letters must be added, removed, replaced or swapped with their neighbour; `reach + 1` for anything above. */
function distance(a: string, b: string, reach: number): number {
  if (Math.abs(a.length - b.length) > reach || a.length > 100) return reach + 1
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, before[j - 2]! + 1)
    }
    ;[before, last] = [last, row]
  }
  return last[b.length]!
}
