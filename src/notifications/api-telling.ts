import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { instant } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { objective } from './objective.ts'
import { paceSince } from './pace.ts'
import { type Telling, tellingsOf } from './progress.ts'
import { pauseTelling, resumeTelling, stopTelling } from './telling.ts'

const tags = ['Deliveries']

const TellingShape = z
  .object({
    announcement: z.string(),
    kind: z.string().meta({ description: 'update, correction or withdrawal' }),
    state: z.enum(['choosing', 'telling', 'paused', 'stopped', 'done']),
    sent: z.number(),
    failed: z.number(),
    left: z
      .number()
      .meta({ description: 'What waits, is leaving, or is tried again; above 20,000 as it was counted last.' }),
    leftIsMore: z.boolean(),
    perMinute: z.number(),
    secondsLeft: z
      .number()
      .nullable()
      .meta({ description: 'By the pace of the last minute; null where nobody can say.' }),
    beginsAt: instant.nullable().meta({ description: 'Nobody is told before; null: at once.' }),
    stoppedBy: z.string().nullable(),
  })
  .openapi('Telling')
const Tellings = z.object({ items: z.array(TellingShape) })

const shape = ({ id, isMore, ...telling }: Telling): z.input<typeof TellingShape> => ({
  ...telling,
  announcement: id,
  leftIsMore: isMore,
})

const look = async (ctx: Context, update: string) => {
  const tellings = await tellingsOf(ctx, update)
  if (tellings.length === 0) throw new NotFound('update that tells anybody')
  return { items: tellings.map(shape) }
}

const change = <const Verb extends 'pause' | 'resume' | 'stop'>(
  verb: Verb,
  summary: string,
  run: (ctx: Context, update: string) => Promise<void>,
) =>
  defineRoute({
    method: 'POST',
    path: `/api/v1/deliveries/updates/{update}/${verb}`,
    permission: 'editor',
    summary,
    tags,
    response: Tellings,
    run: async (ctx, { params }) => {
      await run(ctx, params.update)
      return look(ctx, params.update)
    },
  })

export const tellingRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries/updates/{update}',
    permission: 'editor',
    summary: 'How far an update has come to its readers, and when the last of them will have it',
    tags,
    response: Tellings,
    run: (ctx, { params }) => look(ctx, params.update),
  }),
  change('pause', 'Hold back what has not left of an update', pauseTelling),
  change('resume', 'Let what was held back leave', resumeTelling),
  change('stop', 'Let nothing more leave of an update, for good', stopTelling),
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries/pace',
    permission: 'viewer',
    summary: 'How quickly messages left in the past hour, by channel, beside the objective',
    tags,
    response: z.object({
      objective: z.object({ share: z.number(), seconds: z.number() }),
      items: z.array(
        z
          .object({
            channel: z.string(),
            firstAttempts: z.number(),
            met: z.number().nullable().meta({ description: 'Share of first attempts within the objective.' }),
            p50: z.number().nullable().meta({ description: 'Seconds.' }),
            p95: z.number().nullable(),
            p99: z.number().nullable(),
            oldestUnsent: z.number().nullable().meta({ description: 'Age in seconds.' }),
          })
          .openapi('DeliveryPace'),
      ),
    }),
    run: async (ctx) => {
      const paces = await paceSince(ctx, new Date(ctx.now().getTime() - 3_600_000), ctx.org)
      return {
        objective,
        items: paces.map(({ channel, figures: { attempts, ...figures }, oldest }) => ({
          channel,
          firstAttempts: attempts,
          ...figures,
          oldestUnsent: oldest,
        })),
      }
    },
  }),
]
