import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'

/** The promised time of the next update, which is still to come. None is null. */
export function promised(ctx: Context, nextUpdateAt: string | null | undefined): Date | null {
  if (!nextUpdateAt) return null
  const moment = new Date(nextUpdateAt)
  if (moment > ctx.now()) return moment
  throw new InvalidInput('The next update is promised for a time that has passed.', [
    { pointer: '/nextUpdateAt', detail: 'expected a time that is still to come' },
  ])
}
