import type { Medium } from './channel.ts'

/**
 * How a medium is used. `mail` is patient and waits for days. A `program` wants every message, each by itself. People in
 * a `chat` or at a telephone want no old news, and not ten messages in a row.
 */
export type Family = 'mail' | 'program' | 'chat'

const families: Partial<Record<string, Family>> = {
  email: 'mail',
  webhook: 'program',
  pagerduty: 'program',
  opsgenie: 'program',
} satisfies Partial<Record<Medium, Family>>

export const familyOf = (medium: string): Family => families[medium] ?? 'chat'
