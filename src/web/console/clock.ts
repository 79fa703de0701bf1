import type { Context } from '../../lib/context.ts'
import { around } from './around.ts'
import type { Clock } from './times.ts'

/** The zone in which the console shows times, and the moment of the request: as the layout says below the menu. */
export const consoleClock = async (ctx: Context, page: string | null = null): Promise<Clock> => ({
  zone: (await around(ctx, page)).zone,
  now: ctx.now(),
})
