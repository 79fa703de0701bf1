import { AudienceNames } from '../components/schema.ts'
import { openIncident } from '../incidents/open.ts'
import { limits } from '../incidents/words.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { OpeningTranslations } from '../publishing/languages/schema.ts'
import { enqueue } from '../queue/job.ts'
import { advanceMaintenance } from './advance.ts'

export const ScheduleMaintenance = z.strictObject({
  page: z.string().min(1),
  title: z.string().trim().min(1).max(limits.title),
  body: z.string().trim().min(1).max(limits.body),
  translations: OpeningTranslations.nullish(),
  scheduledFor: z.iso.datetime({ offset: true }),
  scheduledUntil: z.iso.datetime({ offset: true }),
  components: z
    .array(z.string().min(1))
    .max(1000)
    .default([])
    .meta({ description: 'Keys or ids; under maintenance while it runs.' }),
  notify: z.boolean().default(true),
  audiences: AudienceNames.nullish().meta({
    description: 'Who may see it: keys of audiences. Null or absent: whoever may see something that it affects.',
  }),
})

/** Announces planned work. It starts and completes by itself at its times. */
export async function scheduleMaintenance(outer: Context, input: z.infer<typeof ScheduleMaintenance>) {
  const [from, until] = [new Date(input.scheduledFor), new Date(input.scheduledUntil)]
  if (until <= from)
    throw new InvalidInput('The work ends before it starts.', [
      { pointer: '/scheduledUntil', detail: 'expected a moment after scheduledFor' },
    ])
  return transaction(outer, async (ctx) => {
    const opened = await openIncident(ctx, {
      page: input.page,
      kind: 'maintenance',
      title: input.title,
      status: 'scheduled',
      body: input.body,
      translations: input.translations,
      scheduledFor: from,
      scheduledUntil: until,
      components: Object.fromEntries(input.components.map((name) => [name, 'under_maintenance'])),
      notify: input.notify,
      audiences: input.audiences,
    })
    for (const at of [from, until])
      await enqueue(
        ctx,
        advanceMaintenance,
        { maintenance: opened.id },
        { at, key: `maintenance:${opened.id}:${at === from ? 'start' : 'end'}` },
      )
    return opened
  })
}
