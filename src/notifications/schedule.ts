import { type Family, familyOf } from '../channels/family.ts'
import type { Context } from '../lib/context.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

type Schedule = {
  /** After the first attempt, the second …; the last one again and again. */
  pauses: readonly number[]
  /** After this nothing is tried any more. */
  longest: number
  /** So many attempts in all. */
  attempts: number
  givenUp: string
  /** What could not even be tried may wait for longer, but not for ever. */
  waits: { milliseconds: number; words: string }
}

const schedules: Record<Family, Schedule> = {
  // RFC 5321, 4.5.4.1 asks for four to five days; a status is old by then.
  mail: {
    pauses: [1, 5, 15, 60, 120, 240].map((minutes) => minutes * minute),
    longest: 72 * hour,
    attempts: Number.POSITIVE_INFINITY,
    givenUp: 'given up after three days',
    waits: { milliseconds: 72 * hour, words: 'three days' },
  },
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability
  program: {
    pauses: [5 * second, 5 * minute, 30 * minute, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour)],
    longest: Number.POSITIVE_INFINITY,
    attempts: 10,
    givenUp: 'given up after ten attempts',
    // Longer than ten attempts take.
    waits: { milliseconds: 96 * hour, words: 'four days' },
  },
  chat: {
    pauses: [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, hour],
    longest: 6 * hour,
    attempts: Number.POSITIVE_INFINITY,
    givenUp: 'given up after six hours',
    // So long a vendor's rate may hold up a message to many.
    waits: { milliseconds: 24 * hour, words: 'a day' },
  },
}

export type Tried = {
  channel: string
  /** Before this one. */
  attempts: number
  created_at: Date
  /** When it was due, where that is later. */
  not_before: Date | null
}

/**
 * When to try again, with a jitter of a fifth, so that what failed together does not come back together; not before the
 * other side's own wish, in seconds. Null: it is given up.
 */
export function nextAttempt(ctx: Pick<Context, 'now' | 'random'>, tried: Tried, retryAfter = 0): Date | null {
  const { pauses, longest, attempts } = scheduleOf(tried)
  if (tried.attempts + 1 >= attempts) return null
  const pause = pauses[Math.min(tried.attempts, pauses.length - 1)] ?? hour
  const jitter = 0.8 + (0.4 * ctx.random(2).readUInt16BE()) / 0xffff
  const at = ctx.now().getTime() + Math.max(pause * jitter, Math.min(retryAfter, 86_400) * 1000)
  return at - (tried.not_before ?? tried.created_at).getTime() > longest ? null : new Date(at)
}

/** Says that there is no further attempt, and why the last one failed. */
export const givenUp = (tried: Pick<Tried, 'channel'>, reason: string) => `${scheduleOf(tried).givenUp}: ${reason}`

/** How long a message may wait without being tried, and how one says that. */
export const longestWait = (channel: string): Schedule['waits'] => scheduleOf({ channel }).waits

const scheduleOf = ({ channel }: Pick<Tried, 'channel'>) => schedules[familyOf(channel)]
