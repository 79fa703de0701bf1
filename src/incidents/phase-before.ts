import { settleStatus } from '../components/settle.ts'
import type { Context } from '../lib/context.ts'
import type { Incident } from './find.ts'
import { isEnd } from './words.ts'

type Posted = { id: string; status: string; audiences: readonly string[] | null; withdrawn_at: Date | null }

/**
 * The phase to which an incident goes back when a post is withdrawn: that of the newest other post that stands for all of its
 * readers. Null where it keeps the one it has: a newer post stands, nothing else does, or it would be over by that. Planned
 * work goes by its times. `posts`: newest first.
 */
export function phaseBefore(
  { kind, status }: Pick<Incident, 'kind' | 'status'>,
  posts: readonly Posted[],
  id: string,
): string | null {
  const [newest, before] = posts.filter((post) => post.audiences === null && post.withdrawn_at === null)
  if (kind !== 'incident' || newest?.id !== id || !before) return null
  return before.status === status || isEnd(before.status) ? null : before.status
}

/**
 * Brings an incident back to the phase before. One that had ended is open again, with what it affected as it was before the
 * end; what the ledger of its components says of the time between stays, for a person to correct.
 */
export async function goBack(ctx: Context, incident: Incident, status: string): Promise<void> {
  await ctx.db.updateTable('incidents').set({ status, resolved_at: null }).where('id', '=', incident.id).execute()
  if (!incident.resolved_at) return
  const affected = await ctx.db
    .updateTable('incident_components')
    .set((eb) => ({ status: eb.fn.coalesce('counted', 'status') }))
    .where('incident_id', '=', incident.id)
    .returning('component_id')
    .execute()
  const ids = affected.map(({ component_id }) => component_id)
  await settleStatus(ctx, ids, { incident: incident.id })
}
