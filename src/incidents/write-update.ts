import type { StatusChange } from '../components/settle.ts'
import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { only } from '../publishing/languages/only.ts'
import type { OpeningTranslations } from '../publishing/languages/schema.ts'
import type { Incident } from './find.ts'
import { readTellOnly, type TellOnly } from './tell-only.ts'
import { type PostTexts, readTexts } from './texts.ts'
import { isEnd } from './words.ts'

export type NewUpdate = {
  /** Where the post had an id before the database heard of it; that of a new incident too. */
  id?: string
  status: string
  body: string
  /** The text in other languages; of a first update the incident's title too. */
  translations?: OpeningTranslations | null | undefined
  /** Component status by key or id; those not named keep theirs. */
  components?: Record<string, string> | undefined
  notify?: boolean | undefined
  /** Seconds that pass before the first is told. */
  graceSeconds?: number | undefined
  /** The promised time of the next update. */
  nextUpdateAt?: Date | null | undefined
  /** The newest post that its writer has seen. Where there is a newer one, nothing is posted: Conflict. */
  after?: string | undefined
  /** For them alone, among those who may see the incident: keys or ids of audiences. It is a note, and changes nothing else. */
  audiences?: readonly string[] | null | undefined
  /** Only subscribers with one of these labels are told. Everybody sees it all the same. */
  labels?: readonly string[] | null | undefined
  /** Other rules that narrow whom it is told to. */
  tellOnly?: TellOnly | null | undefined
  /** The post in a few words, for channels with little room. */
  short?: string | null | undefined
  /** Other words for some of its readers; audiences by key or id. */
  texts?: PostTexts | null | undefined
}

/** Puts a post behind the others of its incident and records it. `audiences` are ids. */
export async function writeUpdate(
  ctx: Context,
  incident: Incident,
  input: NewUpdate & { audiences: readonly string[] | null },
  automatic: boolean,
  changes: readonly StatusChange[],
) {
  if (input.body.trim() === '')
    throw new InvalidInput('An update needs a text.', [{ pointer: '/body', detail: 'expected a text' }])
  const last = await ctx.db
    .selectFrom('incident_updates')
    .select(({ fn }) => fn.max('number').as('number'))
    .where('incident_id', '=', incident.id)
    .executeTakeFirst()
  const tellOnly = await readTellOnly(ctx, incident.page_id, input.tellOnly)
  const now = ctx.now()
  const update = await ctx.db
    .insertInto('incident_updates')
    .values({
      id: input.id ?? newId(ctx),
      org_id: ctx.org,
      incident_id: incident.id,
      number: (last?.number ?? 0) + 1,
      status: input.status,
      body: input.body,
      translations: JSON.stringify(only('body', input.translations)),
      short: input.short ?? null,
      texts: JSON.stringify(await readTexts(ctx, incident.page_id, input.texts)),
      notify: input.notify ?? true,
      next_update_at: isEnd(input.status) ? null : (input.nextUpdateAt ?? null),
      audiences: input.audiences && [...input.audiences],
      labels: input.labels && input.labels.length > 0 ? [...new Set(input.labels)] : null,
      tell_only: tellOnly && JSON.stringify(tellOnly),
      created_by: ctx.actor.name,
      automatic,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  if (changes.length > 0)
    await ctx.db
      .insertInto('update_components')
      .values(
        changes.map((c) => ({
          update_id: update.id,
          component_id: c.id,
          name: c.name,
          from_status: c.from,
          to_status: c.to,
        })),
      )
      .execute()
  await record(ctx, {
    kind: 'update.posted',
    subject: update.id,
    page: incident.page_id,
    incident: incident.id,
    data: {
      status: input.status,
      notify: update.notify,
      automatic,
      components: changes,
      ...(input.graceSeconds ? { graceSeconds: input.graceSeconds } : {}),
    },
  })
  return update
}
