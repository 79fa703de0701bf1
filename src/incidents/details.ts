import type { Selectable } from 'kysely'
import { limitInWords, listAudiences } from '../audiences/find.ts'
import type { AudienceRow } from '../audiences/schema.ts'
import type { ComponentStatus } from '../components/status.ts'
import type { IncidentUpdates } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import type { Incident } from './find.ts'
import { type PostText, textsIn } from './texts.ts'

export type Post = Selectable<IncidentUpdates> & {
  changes: { name: string; from: ComponentStatus; to: ComponentStatus }[]
  /** What corrections replaced, newest first. */
  earlier: { body: string; until: Date; by: string }[]
  /** Who alone sees it, in words; null where everybody does who sees the incident. */
  seenBy: string | null
  /** Other words for some of its readers, with what each audience is called. */
  words: (PostText & { name: string })[]
}

export type IncidentDetails = {
  incident: Incident
  components: { id: string; name: string; status: ComponentStatus }[]
  /** Newest first. */
  posts: Post[]
  /** Who alone sees it, in words; null where whoever sees something that it affects does. */
  seenBy: string | null
}

/** Incidents with what they affect and all that was said, read together, in their order. */
export async function incidentDetails(ctx: Context, incidents: readonly Incident[]): Promise<IncidentDetails[]> {
  if (incidents.length === 0) return []
  const ids = incidents.map(({ id }) => id)
  const components = await ctx.db
    .selectFrom('incident_components as ic')
    .innerJoin('components as c', 'c.id', 'ic.component_id')
    .select(['ic.incident_id', 'c.id', 'c.name', 'ic.status'])
    .where('c.org_id', '=', ctx.org)
    .where('ic.incident_id', 'in', ids)
    .orderBy('c.position')
    .orderBy('c.key')
    .execute()
  const audiences = await listAudiences(ctx)
  const posts = await postsOf(ctx, ids, audiences)
  return incidents.map((incident) => ({
    incident,
    components: components
      .filter((row) => row.incident_id === incident.id)
      .map(({ id, name, status }) => ({ id, name, status: status as ComponentStatus })),
    posts: posts.filter((post) => post.incident_id === incident.id),
    seenBy: limitInWords(incident.audiences, audiences),
  }))
}

async function postsOf(ctx: Context, incidents: string[], audiences: readonly AudienceRow[]): Promise<Post[]> {
  const rows = await ctx.db
    .selectFrom('incident_updates')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('incident_id', 'in', incidents)
    .orderBy('number', 'desc')
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const changes = await ctx.db.selectFrom('update_components').selectAll().where('update_id', 'in', ids).execute()
  const earlier = await ctx.db
    .selectFrom('update_corrections')
    .selectAll()
    .where('update_id', 'in', ids)
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    ...row,
    seenBy: limitInWords(row.audiences, audiences),
    words: textsIn(row.texts).map((text) => ({ ...text, name: limitInWords([text.audience], audiences) ?? '' })),
    changes: changes
      .filter((change) => change.update_id === row.id && change.from_status !== change.to_status)
      .map(({ name, from_status, to_status }) => ({
        name,
        from: from_status as ComponentStatus,
        to: to_status as ComponentStatus,
      })),
    earlier: earlier
      .filter((one) => one.update_id === row.id)
      .map(({ body, replaced_at, replaced_by }) => ({ body, until: replaced_at, by: replaced_by })),
  }))
}
