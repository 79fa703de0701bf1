import type { Channel, Outcome } from '../../channels/channel.ts'
import { type Sent, tryingChannel } from '../../test/engine.ts'
import type { How } from './gate.ts'

export type Channels = { answer: (worker: string, sent: Sent) => Promise<Outcome> }

/** Direct ones as for chats and programs, and one with two accounts of which the second takes over. */
export const channelsOf = (answer: (sent: Sent) => Promise<Outcome>): Channel[] => [
  tryingChannel('slack', 'slack', answer),
  // One at once, so that others wait in line for the same host.
  tryingChannel('webhook', 'webhook', answer, { limits: { atOnce: 1 } }),
  tryingChannel('email', 'email', answer, { needsAccount: true, limits: { atOnce: 3 } }),
]

export const media = ['slack', 'webhook', 'email'] as const

/** What the channel says came of it. It may say that it failed although it arrived: it knows then that it does not know. */
export function said({ outcome, arrived }: How): Outcome {
  if (outcome === 'throws') throw new Error('a simulated fault in a channel')
  if (outcome === 'sent') return { result: 'sent', detail: '250 taken' }
  if (outcome === 'later') return { result: 'transient', reason: '429 too many', retryAfter: 90 }
  if (outcome === 'unreachable') return { result: 'transient', reason: 'nobody listens', unreachable: true }
  if (outcome === 'transient' && arrived) return { result: outcome, reason: 'no answer', mayHaveArrived: true }
  return { result: outcome, reason: `simulated ${outcome}` }
}
