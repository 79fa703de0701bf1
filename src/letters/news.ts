import type { Letter } from '../channels/email-letter.ts'
import { letterMessage } from '../channels/email-letter.ts'
import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import type { NewLetter } from './queue.ts'

type Wish = 'tell_drafts' | 'tell_promises' | 'tell_silence' | 'tell_deliveries'

/** What operators are written of who chose so. */
export type News = { kind: NewLetter['kind']; wish: Wish; message: ReturnType<typeof letterMessage> }

/** Why they get it, and where they choose otherwise. */
export const chosen = ({ settings }: Pick<Context, 'settings'>, what: string): Pick<Letter, 'footer' | 'change'> => ({
  footer: `You get this because you chose to hear ${what}.`,
  change: { label: 'Choose what you are written about', url: `${consoleUrl(settings)}/console/settings/account` },
})

export const newsOfDeliveries = (ctx: Pick<Context, 'settings'>, letter: Omit<Letter, 'footer'>): News => ({
  kind: 'delivery',
  wish: 'tell_deliveries',
  message: letterMessage({ ...letter, ...chosen(ctx, 'of messages that do not arrive as they should') }),
})
