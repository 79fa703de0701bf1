import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { UpdateTranslations } from '../publishing/languages/schema.ts'
import { lockIncident } from './find.ts'
import { limits } from './words.ts'

export const CorrectUpdate = z.strictObject({
  body: z.string().trim().min(1).max(limits.body),
  translations: UpdateTranslations.nullish().meta({ description: 'Those of the earlier text are gone with it.' }),
  notify: z
    .boolean()
    .default(false)
    .meta({ description: 'Tell those who were told of the post about the correction too.' }),
})

export const WithdrawUpdate = z.strictObject({
  reason: z.string().trim().min(1).max(1000).meta({ description: 'Shown where the post stood.' }),
  notify: z.boolean().default(false),
})

/** Replaces the text of a post that was wrong. The page says so and keeps the earlier text within reach. */
export async function correctUpdate(
  outer: Context,
  incident: string,
  id: string,
  input: z.infer<typeof CorrectUpdate>,
) {
  return transaction(outer, async (ctx) => {
    const { page, update } = await lockUpdate(ctx, incident, id)
    if (update.body === input.body && !input.translations) throw new Conflict('The text is the same as before.')
    await ctx.db
      .insertInto('update_corrections')
      .values({
        org_id: ctx.org,
        update_id: id,
        body: update.body,
        replaced_at: ctx.now(),
        replaced_by: ctx.actor.name,
      })
      .execute()
    const corrected = await ctx.db
      .updateTable('incident_updates')
      .set({ body: input.body, translations: JSON.stringify(input.translations ?? {}), updated_at: ctx.now() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await touched(ctx, incident, update.audiences)
    await record(ctx, { kind: 'update.corrected', subject: id, page, incident, data: { notify: input.notify } })
    return corrected
  })
}

/** Takes a post back: the page shows that there was one and why it is gone, not what it said. */
export async function withdrawUpdate(
  outer: Context,
  incident: string,
  id: string,
  input: z.infer<typeof WithdrawUpdate>,
) {
  return transaction(outer, async (ctx) => {
    const { page, update } = await lockUpdate(ctx, incident, id)
    const withdrawn = await ctx.db
      .updateTable('incident_updates')
      .set({ withdrawn_at: ctx.now(), withdrawn_reason: input.reason, updated_at: ctx.now() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await touched(ctx, incident, update.audiences)
    await record(ctx, {
      kind: 'update.withdrawn',
      subject: id,
      page,
      incident,
      data: { reason: input.reason, notify: input.notify },
    })
    return withdrawn
  })
}

async function lockUpdate(ctx: Context, incidentId: string, id: string) {
  const incident = await lockIncident(ctx, incidentId)
  const update = await ctx.db
    .selectFrom('incident_updates')
    .selectAll()
    .where('id', '=', id)
    .where('incident_id', '=', incidentId)
    .forUpdate()
    .executeTakeFirst()
  if (!update) throw new NotFound('update')
  if (update.withdrawn_at) throw new Conflict('The post was withdrawn.')
  return { page: incident.page_id, update }
}

/** A correction by a person is a person's post: automation asks from then on. What only some may see is no news to the others. */
const touched = (ctx: Context, incident: string, audiences: string[] | null) =>
  ctx.db
    .updateTable('incidents')
    .set((eb) => ({
      revision: eb('revision', '+', 1),
      ...(audiences === null ? { updated_at: ctx.now(), touched_by_person: true } : {}),
    }))
    .where('id', '=', incident)
    .execute()
