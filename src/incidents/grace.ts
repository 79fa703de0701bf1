import { organizationSettings } from '../accounts/change-organization.ts'
import { people } from '../composer/audience.ts'
import type { Context } from '../lib/context.ts'
import type { Flash } from '../web/flash.ts'

/** Seconds in which nobody is told yet of what is posted in the console; 0: none. */
export const graceSeconds = async (ctx: Context): Promise<number> => (await organizationSettings(ctx)).graceSeconds

/** What the console says of a post: what came of it, who is told, and while there is time the way to tell nobody. */
export function posted(done: string, { update, told, grace }: { update: string; told: number; grace: number }): Flash {
  if (told === 0) return { tone: 'good', text: `${done} Nobody is told.` }
  const who = `${people(told)} ${told === 1 ? 'is' : 'are'}`
  if (grace === 0) return { tone: 'good', text: `${done} ${who} being told.` }
  return {
    tone: 'good',
    text: `${done} ${who} told in ${grace} seconds.`,
    action: { label: 'Tell nobody', to: `/console/deliveries/updates/${update}/stop` },
  }
}
