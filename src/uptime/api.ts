import { type ComponentStatus, componentStatuses, rollUps } from '../components/status.ts'
import { z } from '../lib/zod.ts'
import { instant } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { uptimeOf } from './find.ts'
import { weights } from './share.ts'

const seconds = z.int().min(0)

const eachStatus = <Value extends z.ZodType>(value: Value): Record<ComponentStatus, Value> => ({
  operational: value,
  under_maintenance: value,
  degraded_performance: value,
  partial_outage: value,
  major_outage: value,
})

const figures = {
  uptimePercent: z.number().nullable().meta({
    description:
      '100 × (measuredSeconds − downSeconds) ÷ measuredSeconds, rounded down to two decimals; null without any data.',
  }),
  seconds: z.object(eachStatus(seconds)).meta({ description: 'Whole seconds that it showed each status.' }),
  measuredSeconds: seconds.meta({ description: 'All of `seconds` together.' }),
  noDataSeconds: seconds.meta({ description: 'Before its record begins. They count neither as up nor as down.' }),
  downSeconds: z.number().meta({ description: 'Each second times the weight of its status.' }),
}

const UptimeShape = z
  .object({
    component: z.string(),
    timeZone: z
      .string()
      .meta({ description: 'Days are those of the page’s zone: 23 and 25 hours where clocks change.' }),
    from: instant,
    to: instant,
    ...figures,
    weights: z
      .object(eachStatus(z.number()))
      .meta({ description: 'How much of a second in each status counts as down.' }),
    days: z.array(z.object({ date: z.iso.date(), ...figures })),
    inputs: z
      .array(
        z.object({
          component: z.string(),
          key: z.string(),
          parent: z.string().nullable(),
          rollUp: z.enum(rollUps),
          intervals: z.array(
            z.object({ id: z.number(), status: z.enum(componentStatuses), from: instant, to: instant.nullable() }),
          ),
        }),
      )
      .meta({
        description: 'The ledger of the component and its parts, whole rows, without those that were corrected.',
      }),
  })
  .openapi('Uptime')

const moment = (description: string) =>
  z.iso
    .datetime({ offset: true, error: 'expected a moment such as 2026-11-01T00:00:00Z' })
    .transform((text) => new Date(text))
    .optional()
    .openapi({ type: 'string', format: 'date-time', description })

export const uptimeRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/components/{component}/uptime',
    permission: 'viewer',
    summary: 'Its uptime over some time and day by day, with what it is computed from',
    tags: ['Components'],
    query: z.strictObject({
      from: moment('First moment. When absent, the last 90 days of the page’s zone, with the day of `to`.'),
      to: moment('End, exclusive; not in the future. Now when absent.'),
    }),
    response: UptimeShape,
    run: async (ctx, { params, query }) => ({ ...(await uptimeOf(ctx, params.component, query)), weights }),
  }),
]
