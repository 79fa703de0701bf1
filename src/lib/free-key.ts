/** A key that nothing has yet: the kind, or the kind with a number. */
export function freeKey(kind: string, taken: readonly string[]): string {
  const keys = [kind, ...Array.from({ length: taken.length + 1 }, (_, i) => `${kind}-${i + 2}`)]
  return keys.find((key) => !taken.includes(key))!
}
