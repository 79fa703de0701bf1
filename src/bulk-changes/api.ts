import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { countsOf } from '../subscriber-imports/find.ts'
import { Label, ManyChange, manyActions } from '../subscribers/change-many.ts'
import { filterFields } from '../subscribers/filter.ts'
import { instant } from '../web/paging.ts'
import { parsed } from '../web/parse.ts'
import { defineRoute } from '../web/route.ts'
import { type BulkChange, findBulkChange, type Selection, startBulkChange, stopBulkChange } from './change.ts'

const tags = ['Subscribers']

const Filtered = z
  .strictObject({
    ...filterFields,
    q: z
      .string()
      .max(254)
      .optional()
      .meta({ description: 'An address or a label of a destination, or a part of one.' }),
  })
  .meta({ description: 'All that match when the call is made; whoever subscribes later is not part of it. {}: all.' })

const NewChange = z
  .strictObject({
    action: z.enum(manyActions),
    ids: z.array(z.string().min(1).max(40)).min(1).max(1000).optional().meta({ description: 'Of subscribers.' }),
    filter: Filtered.optional(),
    label: Label.optional().meta({ description: 'Of `add_label` and `remove_label`.' }),
    components: z
      .array(z.string().min(1).max(200))
      .max(1000)
      .nullish()
      .meta({ description: 'Of `set_components`: keys or ids; null for everything.' }),
  })
  .openapi('NewSubscriberChange')

const Change = z
  .object({
    id: z.string(),
    action: z.string(),
    state: z.string().meta({ description: 'running, done or stopped.' }),
    total: z.int().meta({ description: 'How many were chosen when it began.' }),
    outcomes: z.object({ changed: z.int(), unchanged: z.int(), leftAlone: z.int(), notFound: z.int() }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('SubscriberChange')

function shape(row: BulkChange): z.input<typeof Change> {
  const { changed = 0, unchanged = 0, left_alone = 0, not_found = 0 } = countsOf(row.outcomes)
  return {
    id: row.id,
    action: ManyChange.parse(row.change).action,
    state: row.state,
    total: row.total,
    outcomes: { changed, unchanged, leftAlone: left_alone, notFound: not_found },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export const bulkRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/subscribers/changes',
    permission: 'editor',
    summary: 'Change all subscribers that match a filter, or some by id, in the background',
    description:
      'Answers at once; how far it is stands at `GET /api/v1/subscribers/changes/{id}`. Asking keeps to the limits of confirmations; erasing needs the role admin.',
    tags,
    body: NewChange,
    response: Change,
    status: 202,
    run: async (ctx, { body: { ids, filter, ...change } }) =>
      shape(await startBulkChange(ctx, parsed(ManyChange, change), selectionOf(ids, filter))),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/subscribers/changes/{id}',
    permission: 'editor',
    summary: 'How far a change to many subscribers is',
    tags,
    response: Change,
    run: async (ctx, { params }) => shape(await findBulkChange(ctx, params.id)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/subscribers/changes/{id}/stop',
    permission: 'editor',
    summary: 'Stop a change to many subscribers; what was changed stays so',
    tags,
    response: Change,
    run: async (ctx, { params }) => {
      await stopBulkChange(ctx, params.id)
      return shape(await findBulkChange(ctx, params.id))
    },
  }),
]

function selectionOf(ids: string[] | undefined, filter: z.output<typeof Filtered> | undefined): Selection {
  if ((ids === undefined) === (filter === undefined))
    throw new InvalidInput('It does not say whom to change.', [
      { pointer: '/filter', detail: 'expected a filter, or `ids`; one of the two' },
    ])
  if (ids) return { ids }
  const given = Object.entries(filter ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { filter: Object.fromEntries(given) }
}
