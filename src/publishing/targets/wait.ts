import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../lib/context.ts'
import { isBehind } from './places.ts'

/**
 * Waits until the page as it is now has been published wherever it is published to, so that nobody is told of what cannot
 * be read yet. Never longer than `seconds`: a place that does not answer is not waited for at all. False: it was given up.
 */
export async function untilPublished(
  ctx: Context,
  page: string,
  seconds = ctx.settings.publishWait ?? 5,
): Promise<boolean> {
  const row = await ctx.db.selectFrom('pages').select('version').where('id', '=', page).executeTakeFirst()
  if (!row) return true
  const until = performance.now() + seconds * 1000
  while (await isBehind(ctx.db, { page, version: row.version })) {
    if (performance.now() >= until) {
      ctx.log.warn(
        { event: 'told_before_published', page },
        'people are told although the page is not published everywhere',
      )
      return false
    }
    await sleep(20)
  }
  return true
}
