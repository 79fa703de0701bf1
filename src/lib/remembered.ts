/** A pure function of a text or a number that knows its last answers by heart: one post is written for thousands of readers. */
export function remembered<K extends string | number, T>(make: (of: K) => T, most = 16): (of: K) => T {
  const known = new Map<K, T>()
  return (of) => {
    const answer = known.has(of) ? (known.get(of) as T) : make(of)
    // The one that was asked for last goes last.
    known.delete(of)
    known.set(of, answer)
    for (const oldest of known.keys()) {
      if (known.size <= most) break
      known.delete(oldest)
    }
    return answer
  }
}
