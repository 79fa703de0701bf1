import type { Settings } from '../channel-accounts/settings.ts'
import type { Context } from '../lib/context.ts'
import { targetOf } from '../subscribers/destination.ts'
import type { WorldChannel } from './find.ts'

/** Where it speaks, as it was typed. Secret. */
export const settingsOfTarget = (ctx: Pick<Context, 'settings'>, one: WorldChannel): Settings =>
  one.target === null ? {} : targetOf(ctx, one)
