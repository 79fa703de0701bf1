import { isDeepStrictEqual } from 'node:util'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, InvalidInput, NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { UpdateTranslations } from '../publishing/languages/schema.ts'
import { lockIncident } from './find.ts'
import { goBack, phaseBefore } from './phase-before.ts'
import { type PostText, PostTexts, readTexts, Short, textsIn } from './texts.ts'
import { limits } from './words.ts'

export const CorrectUpdate = z.strictObject({
  body: z.string().trim().min(1).max(limits.body).optional().meta({ description: 'Absent: as it was.' }),
  translations: UpdateTranslations.nullish().meta({ description: 'Those of the earlier text are gone with it.' }),
  short: Short.nullish().meta({ description: 'Of a new text; that of the earlier one is gone with it.' }),
  texts: PostTexts.optional().meta({
    description: 'New words for audiences that the post has words for. The others keep theirs.',
  }),
  notify: z
    .boolean()
    .default(false)
    .meta({ description: 'Tell those who were told of the post about the correction too.' }),
})

export const WithdrawUpdate = z.strictObject({
  reason: z.string().trim().min(1).max(1000).meta({ description: 'Shown where the post stood.' }),
  notify: z.boolean().default(false),
})

/**
 * Replaces the text of a post that was wrong, for everybody or for some of its readers. The page says so to them and keeps
 * the earlier text within reach.
 */
export async function correctUpdate(
  outer: Context,
  incident: string,
  id: string,
  input: z.infer<typeof CorrectUpdate>,
) {
  return transaction(outer, async (ctx) => {
    const { page, update } = await lockUpdate(ctx, incident, id)
    const { texts, changed } = await correctedTexts(ctx, page, update, input.texts)
    const own = correctedBody(update, input)
    if (!own && changed.length === 0) throw new Conflict('The text is the same as before.')
    const replaced = [...(own ? [{ audience: null, body: update.body }] : []), ...changed]
    await ctx.db
      .insertInto('update_corrections')
      .values(
        replaced.map(({ audience, body }) => ({
          org_id: ctx.org,
          update_id: id,
          audience,
          body,
          replaced_at: ctx.now(),
          replaced_by: ctx.actor.name,
        })),
      )
      .execute()
    const corrected = await ctx.db
      .updateTable('incident_updates')
      .set({ texts: JSON.stringify(texts), ...(own && { ...own, updated_at: ctx.now() }) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    // Who gets the words that were right hears nothing of it, and sees nothing of it.
    await touched(ctx, incident, own ? update.audiences : changed.map(({ audience }) => audience))
    await record(ctx, {
      kind: 'update.corrected',
      subject: id,
      page,
      incident,
      data: { notify: input.notify, corrected: replaced.map(({ audience }) => audience) },
    })
    return corrected
  })
}

function correctedBody(update: Update, { body, translations, short }: z.infer<typeof CorrectUpdate>) {
  const isSame = body === undefined || body === update.body
  const isOtherInWords = translations && !isDeepStrictEqual(translations, update.translations)
  if (isSame && !isOtherInWords && (short === undefined || short === update.short)) return null
  return {
    body: body ?? update.body,
    translations: JSON.stringify(translations ?? (isSame ? update.translations : {})),
    short: short === undefined && isSame ? update.short : (short ?? null),
  }
}

/** All texts as they are now, and what was replaced. Words for other audiences would be news to their readers, not a correction. */
async function correctedTexts(ctx: Context, page: string, update: Update, given: PostTexts | undefined) {
  const before = textsIn(update.texts)
  const named = await readTexts(ctx, page, given)
  const problems = named.flatMap(({ audience }, i) =>
    before.some((text) => text.audience === audience)
      ? []
      : [{ pointer: `/texts/${i}/audience`, detail: 'expected an audience that the post has words for' }],
  )
  if (problems.length > 0) throw new InvalidInput('The corrected texts are not right.', problems)
  const texts = before.map((text) => named.find((one) => isOtherThan(one, text)) ?? text)
  return { texts, changed: before.filter((text) => !texts.includes(text)) }
}

const isOtherThan = (one: PostText, text: PostText) =>
  one.audience === text.audience && !isDeepStrictEqual({ ...one, updatedAt: null }, { ...text, updatedAt: null })

type Update = Awaited<ReturnType<typeof lockUpdate>>['update']

/**
 * Takes a post back: the page shows that there was one and why it is gone, not what it said, and the incident goes back to the
 * phase before it (`phaseBefore`).
 */
export async function withdrawUpdate(
  outer: Context,
  incident: string,
  id: string,
  input: z.infer<typeof WithdrawUpdate>,
) {
  return transaction(outer, async (ctx) => {
    const { page, update, of } = await lockUpdate(ctx, incident, id)
    const posts = await ctx.db
      .selectFrom('incident_updates')
      .select(['id', 'status', 'audiences', 'withdrawn_at'])
      .where('incident_id', '=', incident)
      .orderBy('number', 'desc')
      .execute()
    const status = phaseBefore(of, posts, id)
    const withdrawn = await ctx.db
      .updateTable('incident_updates')
      .set({ withdrawn_at: ctx.now(), withdrawn_reason: input.reason, updated_at: ctx.now() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await touched(ctx, incident, update.audiences)
    if (status) await goBack(ctx, of, status)
    await record(ctx, {
      kind: 'update.withdrawn',
      subject: id,
      page,
      incident,
      data: { reason: input.reason, notify: input.notify, ...(status && { status }) },
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
  return { page: incident.page_id, update, of: incident }
}

/** A correction by a person is a person's post: automation asks from then on. What only some may see is no news to the others. */
const touched = (ctx: Context, incident: string, audiences: readonly string[] | null) =>
  ctx.db
    .updateTable('incidents')
    .set((eb) => ({
      revision: eb('revision', '+', 1),
      ...(audiences === null ? { updated_at: ctx.now(), touched_by_person: true } : {}),
    }))
    .where('id', '=', incident)
    .execute()
