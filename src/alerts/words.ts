import type { Html } from '../lib/html.ts'
import { state, type Tone } from '../web/console/marks.ts'

const arrival: Record<string, readonly [Tone, string, string]> = {
  received: ['notice', 'Waiting', 'It is stored, and will be read in a moment.'],
  understood: ['working', 'Understood', ''],
  unreadable: ['major', 'Unreadable', 'It waits here until its source is set right; then replay it.'],
  refused: ['partial', 'Refused', ''],
}

export const arrivalStates = ['understood', 'unreadable', 'refused', 'received'] as const

export const arrivalWord = (name: string): string => arrival[name]?.[1] ?? name
export const arrivalState = (name: string): Html => state(arrival[name]?.[0] ?? 'notice', arrivalWord(name))
export const arrivalMeans = (name: string): string => arrival[name]?.[2] ?? ''

const alert: Record<string, readonly [Tone, string]> = {
  firing: ['major', 'Firing'],
  resolved: ['working', 'Recovered'],
  other: ['notice', 'Neither'],
}

export const alertStates = ['firing', 'resolved', 'other'] as const

export const alertWord = (name: string): string => alert[name]?.[1] ?? name
export const alertState = (name: string): Html => state(alert[name]?.[0] ?? 'notice', alertWord(name))

/** When an alert that was kept from readers is put to the rules again, in words. */
const unsaid: Record<string, string> = {
  source_muted: 'when the mute of its source ends, if it still fires',
  rule_muted: 'when the mute of its rule ends, if it still fires',
  paused: 'when automation goes on, if it still fires',
  person_leads: 'when what it joined has ended, if it still fires',
}

export const unsaidUntil = (name: string): string => unsaid[name] ?? name

/** What came of an alert, in words. */
const outcomes: Record<string, string> = {
  published: 'Published',
  held: 'Held',
  awaiting_approval: 'Waits for approval',
  absorbed: 'Joined an incident',
  cancelled: 'Cancelled',
  resolved: 'Resolved an incident',
  recorded: 'Recorded only',
  ignored: 'Ignored',
}

export const outcomeNames = [
  'published',
  'held',
  'awaiting_approval',
  'absorbed',
  'cancelled',
  'resolved',
  'recorded',
  'ignored',
] as const

export const outcomeWord = (name: string): string => outcomes[name] ?? name
