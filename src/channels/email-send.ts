import { addressKey } from '../lib/address.ts'
import { InvalidInput } from '../lib/errors.ts'
import type { Heard } from './channel.ts'
import { headersOf, type Mail, oneLine, referencesOf } from './email.ts'

// What the vendors' interfaces share.

/** The headers beside From, To, Subject and Date, for interfaces that take them by name. */
export function headerLines(mail: Mail): Record<string, string> {
  const { thread, also } = mail
  const held = Object.entries(headersOf(mail)).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.value,
  ])
  return {
    'Message-ID': `<${mail.messageId}>`,
    ...(thread && { 'In-Reply-To': `<${also ?? thread}>`, References: referencesOf(mail) }),
    ...Object.fromEntries(held),
  }
}

/** `"Acme, Inc." <status@acme.example>`. */
export const mailboxOf = ({ name, address }: Mail['from']): string =>
  name ? `"${name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/["\\]/g, '\\$&')}" <${address}>` : address

type Back = {
  heard: 'bounce' | 'complaint'
  receipt: string | undefined
  email: string
  hard: boolean
  reason: string
  /** Seconds since 1970, or a time as text; as the vendor has it. */
  at: string | number | undefined
}

/** What a vendor says of a mail that came back. For good, it is said of the address too: a letter has no delivery. */
export function cameBack({ heard, receipt, email, hard, reason, at }: Back): Heard[] {
  const ms = typeof at === 'number' ? at * 1000 : Date.parse(at ?? '')
  const words = oneLine(reason).slice(0, 300) || heard
  const said = { heard, hard: hard || heard === 'complaint', reason: words, ...(ms > 0 && { at: new Date(ms) }) }
  const identity = addressKey(email)
  const toDelivery = receipt ? [{ ...said, for: { receipt } }] : []
  return [...toDelivery, ...(said.hard || !receipt ? [{ ...said, for: { identity } }] : [])]
}

/** The body of a hook. Throws InvalidInput where it is not JSON. */
export function jsonFrom(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new InvalidInput('The body is not JSON.', [{ pointer: '', detail: 'expected the events as JSON' }])
  }
}
