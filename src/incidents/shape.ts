import type { Selectable } from 'kysely'
import { keysOf, listAudiences } from '../audiences/find.ts'
import type { IncidentUpdates } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { IncidentTranslations, UpdateTranslations } from '../publishing/languages/schema.ts'
import { instant } from '../web/paging.ts'
import { findIncident, type Incident } from './find.ts'
import { TellOnly, tellOnlyIn } from './tell-only.ts'
import { type PostWords, textsIn } from './texts.ts'

export const TextsShape = z
  .array(
    z.object({
      audience: z.string().meta({ description: 'Key.' }),
      body: z.string(),
      short: z.string().nullable(),
      translations: UpdateTranslations,
    }),
  )
  .meta({ description: 'Other words for some readers, in order. Everybody else gets the body.' })

export const UpdateShape = z
  .object({
    id: z.string(),
    incident: z.string(),
    status: z.string(),
    body: z.string().meta({ description: 'Markdown.' }),
    translations: UpdateTranslations,
    short: z.string().nullable().meta({ description: 'For channels with little room. Plain text.' }),
    texts: TextsShape,
    notify: z.boolean(),
    automatic: z.boolean(),
    nextUpdateAt: instant.nullable(),
    createdBy: z.string(),
    createdAt: instant,
    updatedAt: instant,
    audiences: z.array(z.string()).nullable().meta({ description: 'Keys of those who alone may see it.' }),
    labels: z.array(z.string()).nullable().meta({ description: 'Only subscribers with one of these were told.' }),
    tellOnly: TellOnly.nullable(),
    withdrawnAt: instant.nullable(),
    withdrawnReason: z.string().nullable(),
  })
  .openapi('Update')

export const IncidentShape = z
  .object({
    id: z.string(),
    page: z.string(),
    kind: z.enum(['incident', 'maintenance', 'notice']),
    title: z.string(),
    translations: IncidentTranslations,
    status: z.string(),
    impact: z.string(),
    automatic: z.boolean().meta({ description: 'Opened by a rule.' }),
    touchedByPerson: z
      .boolean()
      .meta({ description: 'A person has posted on it, so automation asks instead of posting.' }),
    startedAt: instant,
    resolvedAt: instant.nullable(),
    scheduledFor: instant.nullable(),
    scheduledUntil: instant.nullable(),
    nextUpdateAt: instant.nullable(),
    audiences: z.array(z.string()).nullable().meta({
      description: 'Keys of those who may see it. Null: whoever may see something that it affects.',
    }),
    createdBy: z.string(),
    createdAt: instant,
    updatedAt: instant,
    components: z.record(z.string(), z.string()).meta({ description: 'Component status by key.' }),
    updates: z.array(UpdateShape).meta({ description: 'Newest first.' }),
  })
  .openapi('Incident')

export const textsShape = (texts: readonly PostWords[], audiences: Named): z.input<typeof TextsShape> =>
  texts.map(({ audience, body, short, translations }) => ({
    audience: keysOf([audience], audiences)?.[0] ?? audience,
    body,
    short,
    translations: translations as z.infer<typeof UpdateTranslations>,
  }))

const tellOnlyShape = (only: TellOnly | null, audiences: Named): TellOnly | null =>
  only?.audiences ? { ...only, audiences: keysOf(only.audiences, audiences) ?? [] } : only

const updateWith = (row: Selectable<IncidentUpdates>, audiences: Named): z.input<typeof UpdateShape> => ({
  id: row.id,
  incident: row.incident_id,
  status: row.status,
  body: row.body,
  translations: row.translations as z.infer<typeof UpdateTranslations>,
  short: row.short,
  texts: textsShape(textsIn(row.texts), audiences),
  notify: row.notify,
  labels: row.labels,
  tellOnly: tellOnlyShape(tellOnlyIn(row.tell_only), audiences),
  automatic: row.automatic,
  nextUpdateAt: row.next_update_at,
  createdBy: row.created_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  audiences: keysOf(row.audiences, audiences),
  withdrawnAt: row.withdrawn_at,
  withdrawnReason: row.withdrawn_reason,
})

type Named = readonly { id: string; key: string }[]

export const updateShape = async (ctx: Context, row: Selectable<IncidentUpdates>) =>
  updateWith(row, row.audiences || textsIn(row.texts).length > 0 ? await listAudiences(ctx) : [])

/** Incidents with their components and updates, read together. */
export async function incidentShapes(
  ctx: Context,
  rows: readonly Incident[],
): Promise<z.input<typeof IncidentShape>[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const components = await ctx.db
    .selectFrom('incident_components as ic')
    .innerJoin('components as c', 'c.id', 'ic.component_id')
    .select(['ic.incident_id', 'c.key', 'ic.status'])
    .where('ic.incident_id', 'in', ids)
    .orderBy('c.position')
    .execute()
  const updates = await ctx.db
    .selectFrom('incident_updates')
    .selectAll()
    .where('incident_id', 'in', ids)
    .orderBy('number', 'desc')
    .execute()
  const audiences = await listAudiences(ctx)
  return rows.map((row) => ({
    id: row.id,
    page: row.page_id,
    kind: row.kind as 'incident',
    title: row.title,
    translations: row.translations as z.infer<typeof IncidentTranslations>,
    status: row.status,
    impact: row.impact,
    automatic: row.automatic,
    touchedByPerson: row.touched_by_person,
    startedAt: row.started_at,
    resolvedAt: row.resolved_at,
    scheduledFor: row.scheduled_for,
    scheduledUntil: row.scheduled_until,
    nextUpdateAt: row.next_update_at,
    audiences: keysOf(row.audiences, audiences),
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    components: Object.fromEntries(components.filter((c) => c.incident_id === row.id).map((c) => [c.key, c.status])),
    updates: updates.filter((u) => u.incident_id === row.id).map((u) => updateWith(u, audiences)),
  }))
}

export const incidentShape = async (ctx: Context, id: string) =>
  (await incidentShapes(ctx, [await findIncident(ctx, id)]))[0]!
