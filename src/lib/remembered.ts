/** A pure function of a text that knows its last answers by heart: one post is written for thousands of readers. */
export function remembered<T>(make: (text: string) => T, most = 16): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const answer = known.has(text) ? (known.get(text) as T) : make(text)
    // The one that was asked for last goes last.
    known.delete(text)
    known.set(text, answer)
    for (const oldest of known.keys()) {
      if (known.size <= most) break
      known.delete(oldest)
    }
    return answer
  }
}
