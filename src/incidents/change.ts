import { readLimit } from '../audiences/find.ts'
import { AudienceNames } from '../components/schema.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { IncidentTranslations } from '../publishing/languages/schema.ts'
import { findIncident, lockIncident } from './find.ts'
import { requireOpen } from './post-update.ts'
import { promised } from './promise.ts'
import { plainTitle, plainTitles } from './titles.ts'
import { impacts, limits } from './words.ts'

export const ChangeIncident = z.strictObject({
  title: z.string().trim().min(1).max(limits.title).optional(),
  translations: IncidentTranslations.nullish(),
  impact: z.enum(impacts).exclude(['maintenance']).optional(),
  nextUpdateAt: z.iso.datetime({ offset: true }).nullable().optional(),
  audiences: AudienceNames.nullable()
    .optional()
    .meta({ description: 'Who may see it: keys of audiences. Null: whoever may see something that it affects.' }),
})

/** Changes what an incident is called, how bad it is said to be, or when the next update is promised. Tells nobody. */
export async function changeIncident(outer: Context, id: string, input: z.infer<typeof ChangeIncident>) {
  return transaction(outer, async (ctx) => {
    const incident = await lockIncident(ctx, id)
    if (input.nextUpdateAt) requireOpen(incident)
    if (input.impact && incident.kind !== 'incident')
      throw new InvalidInput('Only an incident has an impact that is chosen.', [
        { pointer: '/impact', detail: 'expected no impact' },
      ])
    const audiences =
      input.audiences === undefined ? undefined : await readLimit(ctx, incident.page_id, input.audiences)
    await ctx.db
      .updateTable('incidents')
      .set((eb) => ({
        title: input.title ? plainTitle(input.title) : incident.title,
        ...(input.translations === undefined ? {} : { translations: JSON.stringify(plainTitles(input.translations)) }),
        impact: input.impact ?? incident.impact,
        impact_chosen: input.impact !== undefined || incident.impact_chosen,
        ...(input.nextUpdateAt === undefined ? {} : { next_update_at: promised(ctx, input.nextUpdateAt) }),
        revision: eb('revision', '+', 1),
        audiences,
        // Who may see it is not told: nothing new stands there for those who see it before and after.
        ...(told(input) ? { updated_at: ctx.now() } : {}),
      }))
      .where('id', '=', id)
      .execute()
    await record(ctx, {
      kind: 'incident.changed',
      subject: id,
      page: incident.page_id,
      incident: id,
      data: { ...input },
    })
    return findIncident(ctx, id)
  })
}

const told = ({ title, translations, impact, nextUpdateAt }: z.infer<typeof ChangeIncident>) =>
  [title, translations, impact, nextUpdateAt].some((one) => one !== undefined)
