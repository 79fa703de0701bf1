/** Lets `perSecond` through on average, and `burst` at once. Time is the caller's, in milliseconds. */
export type TokenBucket = { take(name: string, now: number): { ok: true } | { ok: false; retryAfter: number } }

export function tokenBucket(perSecond: number, burst: number, maxNames = 10_000): TokenBucket {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(name, now) {
      const bucket = buckets.get(name) ?? { left: burst, at: now }
      bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond)
      bucket.at = now
      buckets.delete(name)
      buckets.set(name, bucket)
      if (buckets.size > maxNames) buckets.delete(buckets.keys().next().value!)
      if (bucket.left < 1) return { ok: false, retryAfter: Math.ceil((1 - bucket.left) / perSecond) }
      bucket.left -= 1
      return { ok: true }
    },
  }
}
