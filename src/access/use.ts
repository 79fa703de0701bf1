import type { Base } from '../lib/context.ts'

const hour = 3_600_000

/** Notes when a private feed was last read, once an hour: reading must neither wait for the database nor need it. */
export function noteUse(base: Base): (feed: string) => void {
  const noted = new Map<string, number>()
  return (feed) => {
    const now = base.now()
    if (now.getTime() - (noted.get(feed) ?? 0) < hour) return
    noted.set(feed, now.getTime())
    base.db
      .updateTable('access_feeds')
      .set({ last_used_at: now })
      .where('id', '=', feed)
      .execute()
      .catch((error) => {
        noted.delete(feed)
        base.log.debug({ event: 'feed_use_not_noted', err: error }, 'the use of a private feed could not be noted')
      })
  }
}
