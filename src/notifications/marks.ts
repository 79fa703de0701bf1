import type { Html } from '../lib/html.ts'
import { state, type Tone } from '../lib/mark.ts'
import type { Delivery } from './ledger.ts'

const states: Record<string, readonly [Tone, string]> = {
  sent: ['working', 'Told'],
  queued: ['notice', 'Waits'],
  sending: ['notice', 'Leaves now'],
  failed: ['major', 'Failed'],
  skipped: ['notice', 'Not told'],
  superseded: ['notice', 'Overtaken'],
}

export const deliveryWord = (name: string): string => states[name]?.[1] ?? name

/** How a delivery is; one that failed and is tried again is no longer merely waiting. */
export function deliveryState({ state: name, attempts }: Pick<Delivery, 'state' | 'attempts'>): Html {
  if (name === 'queued' && attempts > 0) return state('degraded', 'Tries again')
  return state(states[name]?.[0] ?? 'notice', deliveryWord(name))
}

export const kindWord: Record<string, string> = {
  update: 'Post',
  correction: 'Correction',
  withdrawal: 'Withdrawal',
}
