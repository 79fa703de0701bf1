import type { OutboundResponse } from '../lib/outbound.ts'
import type { z } from '../lib/zod.ts'
import { jsonOf } from './ask.ts'
import type { Outcome } from './channel.ts'

/** An answer's JSON in the shape that the vendor documents; undefined where it has another. */
export const answerOf = <T>(shape: z.ZodType<T>, response: OutboundResponse): T | undefined =>
  shape.safeParse(jsonOf(response)).data

/** What a vendor said, where it is one short line that holds no secret: some repeat what they were sent. */
export function briefly(said: unknown, secrets: readonly (string | undefined)[]): string {
  if (typeof said !== 'string' || said.length > 160) return ''
  return secrets.some((secret) => secret && said.includes(secret)) ? '' : said.toWellFormed()
}

/** Never again to this address. */
export const gone = (outcome: Outcome): Outcome => ({ result: 'permanent', reason: wordsOf(outcome) })

/** This message is refused; the address may be fine. */
export const refused = (outcome: Outcome): Outcome => ({ result: 'refused', reason: wordsOf(outcome) })

/** The account is what is wrong: again later, and nobody else by it either. */
export const barred = (outcome: Outcome): Outcome => ({
  result: 'transient',
  reason: wordsOf(outcome),
  unreachable: true,
})

/** Taken by HTTP's own word, in an answer that says no more: what could be a second message is not sent. */
export const unread = (outcome: Outcome): Outcome => ({
  result: 'sent',
  detail: `${wordsOf(outcome)}, in an answer that could not be read: it may not have arrived`,
})

/** The same where the vendor tells a repeat from a second message: it is asked again, with what it had. */
export const unreadYet = (outcome: Outcome): Outcome => ({
  result: 'transient',
  reason: `${wordsOf(outcome)}, in an answer that could not be read`,
  mayHaveArrived: true,
})

/** Again after so many seconds, a day at most; when the answer did not say by itself. */
export function later(outcome: Outcome, seconds: number | null | undefined): Outcome {
  const wait = seconds === null || seconds === undefined || !Number.isFinite(seconds) ? 30 : Math.ceil(seconds)
  return { result: 'transient', reason: wordsOf(outcome), retryAfter: Math.min(86_400, Math.max(0, wait)) }
}

/** Seconds until a moment that a header gives as Unix time; null where it does not. */
export function untilEpoch(header: string | undefined, now: Date): number | null {
  return header && /^\d{9,11}$/.test(header) ? Number(header) - now.getTime() / 1000 : null
}

/** Whether another account may be given the message at once: this one took nothing of it, for no fault of the address. */
export const isForTheNext = (outcome: Outcome): boolean =>
  outcome.result === 'transient' && outcome.unreachable === true && !outcome.mayHaveArrived

const wordsOf = (outcome: Outcome) => ('reason' in outcome ? outcome.reason : outcome.detail)
