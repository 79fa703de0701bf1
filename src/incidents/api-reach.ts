import { readLimit } from '../audiences/find.ts'
import { componentIds } from '../components/find.ts'
import { AudienceNames } from '../components/schema.ts'
import { componentField } from '../composer/fields.ts'
import { reachOf } from '../composer/reach.ts'
import { sketchOf } from '../composer/sketch.ts'
import { textValues } from '../composer/texts.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { Labels } from '../subscribers/preferences.ts'
import type { Values } from '../web/page.ts'
import { defineRoute } from '../web/route.ts'
import { incidentDetails } from './details.ts'
import { findIncident } from './find.ts'
import { readTellOnly, TellOnly } from './tell-only.ts'
import { PostTexts, readTexts, Short } from './texts.ts'
import { incidentStatuses, limits, maintenanceStatuses } from './words.ts'

const AskReach = z
  .strictObject({
    page: z.string().min(1).optional().meta({ description: 'Slug or id, of an incident that is not open yet.' }),
    incident: z.string().min(1).optional().meta({ description: 'Id of the incident that is posted on.' }),
    kind: z.enum(['incident', 'notice']).optional(),
    title: z.string().trim().max(limits.title).optional(),
    status: z.enum([...incidentStatuses, ...maintenanceStatuses, 'posted']).optional(),
    body: z.string().trim().max(limits.body).optional().meta({
      description: 'What text messages cost follows from how long it is.',
    }),
    short: Short.nullish(),
    texts: PostTexts.nullish(),
    components: z.record(z.string().min(1).max(200), z.string()).optional(),
    notify: z.boolean().optional(),
    audiences: AudienceNames.nullish(),
    labels: Labels.optional(),
    tellOnly: TellOnly.nullish(),
  })
  .refine(({ page, incident }) => (page === undefined) !== (incident === undefined), {
    path: ['page'],
    error: 'expected either a page or an incident',
  })
  .openapi('AskReach')

const Cost = z.object({ amount: z.number(), currency: z.string() })
const ReachShape = z
  .object({
    isEstimate: z.boolean().meta({ description: 'Worked out from a part of very many subscribers.' }),
    told: z.number(),
    later: z.number().meta({ description: 'Of these, told when their quiet hours end.' }),
    notTold: z.number(),
    channels: z.array(
      z.object({
        channel: z.string(),
        told: z.number(),
        later: z.number(),
        units: z
          .number()
          .nullable()
          .meta({ description: 'Segments of text messages, else messages; null where nothing is billed by message.' }),
        cost: Cost.nullable().meta({ description: 'By the price of the first account; null where none is set.' }),
      }),
    ),
    reasons: z
      .array(z.object({ told: z.boolean(), reason: z.string(), count: z.number() }))
      .meta({ description: 'By which rule they are told, or are not; the most first, at most 50.' }),
  })
  .openapi('Reach')

export const reachRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/incidents/reach',
  permission: 'editor',
  summary: 'Whom a post would be told to, on which channels, by which rule and at what cost',
  description: 'Nothing is posted or changed, and nobody is told.',
  tags: ['Incidents'],
  body: AskReach,
  response: ReachShape,
  run: async (ctx, { body }) => {
    const { page, details } = await placeOf(ctx, body)
    const texts = await readTexts(ctx, page.id, body.texts)
    const tellOnly = await readTellOnly(ctx, page.id, body.tellOnly)
    const limit = await readLimit(ctx, page.id, body.audiences ?? null)
    const components = await componentIds(ctx, page.id, body.components ?? {})
    const { kind, title, status, short, notify = true, labels = [] } = body
    const given = { kind, title, status, body: body.body, short: short ?? undefined, audiences: limit ?? undefined }
    const values: Values = {
      ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Values),
      ...Object.fromEntries([...components].map(([id, now]) => [componentField(id), now])),
      ...textValues(texts),
      ...(notify && { notify: 'on' }),
    }
    const narrowed = { labels: labels.length > 0 ? labels : null, tellOnly }
    return reachOf(ctx, page, await sketchOf(ctx, { page, details, values, narrowed }))
  },
})

async function placeOf(ctx: Context, { page, incident }: z.infer<typeof AskReach>) {
  if (incident === undefined) return { page: await findPage(ctx, page ?? ''), details: null }
  const [details] = await incidentDetails(ctx, [await findIncident(ctx, incident)])
  return { page: await findPage(ctx, details!.incident.page_id), details: details! }
}
