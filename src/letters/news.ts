import type { Letter } from '../channels/email-letter.ts'
import { letterMessage } from '../channels/email-letter.ts'
import type { NewLetter } from './queue.ts'

type Wish = 'tell_drafts' | 'tell_promises' | 'tell_silence' | 'tell_deliveries'

/** What operators are written of who chose so. */
export type News = { kind: NewLetter['kind']; wish: Wish; message: ReturnType<typeof letterMessage> }

export const chosen = (what: string) =>
  `You get this because you chose to hear ${what}. You can change that in your profile.`

export const newsOfDeliveries = (letter: Omit<Letter, 'footer'>): News => ({
  kind: 'delivery',
  wish: 'tell_deliveries',
  message: letterMessage({ ...letter, footer: chosen('of messages that do not arrive as they should') }),
})
