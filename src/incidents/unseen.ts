import type { Context } from '../lib/context.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import type { Post } from './details.ts'
import { byWhom } from './words.ts'

/**
 * Refuses a post whose writer has not seen the newest one. Call it once the incident is locked. Throws `InvalidInput`
 * where what was seen is no post of this incident.
 */
export async function refuseUnseen(ctx: Context, incident: string, after: string | undefined): Promise<void> {
  if (after === undefined) return
  const posts = await ctx.db
    .selectFrom('incident_updates')
    .select(['id', 'created_by', 'automatic'])
    .where('org_id', '=', ctx.org)
    .where('incident_id', '=', incident)
    .orderBy('number', 'desc')
    .execute()
  if (!posts.some(({ id }) => id === after))
    throw new InvalidInput('This is no update of the incident.', [
      { pointer: '/after', detail: 'expected the id of an update of this incident' },
    ])
  const newest = posts[0]!
  if (newest.id !== after) throw new Conflict(`${byWhom(newest)} posted meanwhile.`)
}

/** What was posted since the one that somebody had seen last, newest first; `posts` too. */
export function postsSince(posts: readonly Post[], after: string | undefined): Post[] {
  const seen = posts.findIndex(({ id }) => id === after)
  return after === undefined ? [] : posts.slice(0, seen === -1 ? 1 : seen)
}
