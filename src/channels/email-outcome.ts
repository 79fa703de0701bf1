import type { Outcome } from './channel.ts'
import type { Failed } from './email-transport.ts'

/** What an SMTP failure means for the address and for the message (RFC 5321, RFC 3463). */
export function outcomeOf(error: unknown): Outcome {
  const failure: Failure = error instanceof Error ? error : { message: String(error) }
  const reply = failure.response ?? ''
  const code = failure.responseCode ?? 0
  const reason = (reply || failure.message).replace(/\s+/g, ' ').slice(0, 300)
  const toRecipient = failure.command === 'RCPT TO'
  const toMessage = failure.command === 'DATA'
  // What goes wrong before an address was named (greeting, sign-in, sender) says nothing about the address.
  const mayHaveArrived = code === 0 && failure.mayHaveArrived === true
  if (!toRecipient && !toMessage)
    return { result: 'transient', reason, unreachable: true, ...(mayHaveArrived && { mayHaveArrived }) }
  if (code < 500 || code === 503) return { result: 'transient', reason, ...(code === 421 ? { unreachable: true } : {}) }
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? null
  return { result: isNoAddress(enhanced, toRecipient ? code : 0) ? 'permanent' : 'refused', reason }
}

/** Whether a status of RFC 3463, or where it says nothing more the reply to the recipient, means: never again. */
export function isNoAddress(enhanced: string | null, code = 0): boolean {
  if (enhanced !== null && badAddress.has(enhanced)) return true
  return (enhanced === null || enhanced === '5.0.0') && unknownUser.has(code)
}

type Failure = Partial<Failed> & { message: string; responseCode?: number; response?: string; command?: string }

/** No such mailbox, no such domain, bad syntax, moved, no mail for this domain (RFC 7505), disabled. */
const badAddress = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'])

/** Replies that mean "no such user" where no enhanced code says more. */
const unknownUser = new Set([550, 551, 553])
