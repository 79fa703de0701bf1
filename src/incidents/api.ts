import { AudienceNames } from '../components/schema.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { OpeningTranslations, UpdateTranslations } from '../publishing/languages/schema.ts'
import { Labels } from '../subscribers/preferences.ts'
import { listOf, listQuery, page, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { reachRoute } from './api-reach.ts'
import { ChangeIncident, changeIncident } from './change.ts'
import { closeNotice } from './close-notice.ts'
import { CorrectUpdate, correctUpdate, WithdrawUpdate, withdrawUpdate } from './correct-update.ts'
import { listIncidents } from './list.ts'
import { openIncident } from './open.ts'
import { postUpdate } from './post-update.ts'
import { promised } from './promise.ts'
import { IncidentShape, incidentShape, incidentShapes, UpdateShape, updateShape } from './shape.ts'
import { TellOnly } from './tell-only.ts'
import { PostTexts, Short } from './texts.ts'
import { impacts, incidentStatuses, limits, maintenanceStatuses } from './words.ts'

const tags = ['Incidents']
const moment = z.iso.datetime({ offset: true })
const components = z
  .record(z.string().min(1).max(200), z.string())
  .meta({ description: 'Component status by key or id.' })
const text = z.string().trim().min(1).max(limits.body)

const labels = Labels.meta({
  description: 'Only subscribers with one of these labels are told of it. Everybody sees it all the same.',
})

export const OpenIncident = z
  .strictObject({
    page: z.string().min(1).meta({ description: 'Slug or id.' }),
    kind: z
      .enum(['incident', 'notice'])
      .optional()
      .meta({ description: 'A notice has no phases: its status is posted.' }),
    title: z.string().trim().min(1).max(limits.title),
    status: z.enum([...incidentStatuses, 'posted']),
    body: text,
    translations: OpeningTranslations.nullish(),
    short: Short.nullish(),
    texts: PostTexts.nullish(),
    impact: z.enum(impacts).exclude(['maintenance']).optional(),
    components: components.optional(),
    notify: z.boolean().optional(),
    nextUpdateAt: moment.optional(),
    labels: labels.optional(),
    tellOnly: TellOnly.nullish(),
    audiences: AudienceNames.nullish().meta({
      description: 'Who may see it: keys of audiences. Null or absent: whoever may see something that it affects.',
    }),
  })
  .openapi('OpenIncident')

export const PostUpdate = z
  .strictObject({
    status: z.enum([...incidentStatuses, ...maintenanceStatuses, 'posted']),
    body: text,
    translations: UpdateTranslations.nullish(),
    short: Short.nullish(),
    texts: PostTexts.nullish(),
    components: components.optional(),
    notify: z.boolean().optional(),
    nextUpdateAt: moment.optional(),
    labels: labels.optional(),
    tellOnly: TellOnly.nullish(),
    audiences: AudienceNames.nullish().meta({
      description:
        'For them alone, among those who may see the incident. Such a post keeps the status, and changes no component and no promise.',
    }),
    after: z.string().optional().meta({
      description: 'Id of the newest update that you have seen: 409, and no post, where there is a newer one.',
    }),
  })
  .openapi('PostUpdate')

const dated = <T extends { nextUpdateAt?: string | undefined }>(ctx: Context, input: T) => ({
  ...input,
  nextUpdateAt: promised(ctx, input.nextUpdateAt),
})

export const incidentRoutes = [
  reachRoute,
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents',
    permission: 'viewer',
    summary: 'Incidents, newest first',
    tags,
    query: listQuery({ page: z.string().optional(), state: z.enum(['open', ...incidentStatuses]).optional() }),
    response: listOf(IncidentShape),
    run: async (ctx, { query }) => {
      const { items, nextCursor } = page(
        await listIncidents(ctx, { ...query, kinds: ['incident'] }),
        query.limit,
        (row) => ({ at: row.created_at, id: row.id }),
      )
      return { items: await incidentShapes(ctx, items), nextCursor }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents',
    permission: 'editor',
    summary: 'Open an incident with its first update',
    tags,
    body: OpenIncident,
    response: IncidentShape,
    status: 201,
    run: async (ctx, { body }) => incidentShape(ctx, (await openIncident(ctx, dated(ctx, body))).id),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents/{id}',
    permission: 'viewer',
    summary: 'One incident with its updates',
    tags,
    response: IncidentShape,
    run: async (ctx, { params }) => incidentShape(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/incidents/{id}',
    permission: 'editor',
    summary: 'Change the title, the impact or the promised time',
    tags,
    body: ChangeIncident,
    response: IncidentShape,
    run: async (ctx, { params, body }) => incidentShape(ctx, (await changeIncident(ctx, params.id, body)).id),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents/{id}/close',
    permission: 'editor',
    summary: 'Close a notice, telling nobody',
    tags,
    response: IncidentShape,
    run: async (ctx, { params }) => {
      await closeNotice(ctx, params.id)
      return incidentShape(ctx, params.id)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents/{id}/updates',
    permission: 'viewer',
    summary: 'The updates of an incident, newest first',
    tags,
    query: listQuery(),
    response: listOf(UpdateShape),
    run: async (ctx, { params, query }) =>
      pageOfAll((await incidentShape(ctx, params.id)).updates, query, ({ id, createdAt }) => ({ at: createdAt, id })),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents/{id}/updates',
    permission: 'editor',
    summary: 'Post an update',
    tags,
    body: PostUpdate,
    response: UpdateShape,
    status: 201,
    run: async (ctx, { params, body }) => updateShape(ctx, await postUpdate(ctx, params.id, dated(ctx, body))),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/incidents/{id}/updates/{update}',
    permission: 'editor',
    summary: 'Correct the text of a post, visibly',
    tags,
    body: CorrectUpdate,
    response: UpdateShape,
    run: async (ctx, { params, body }) => updateShape(ctx, await correctUpdate(ctx, params.id, params.update, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents/{id}/updates/{update}/withdraw',
    permission: 'editor',
    summary: 'Withdraw a post, visibly; the incident goes back to the phase before it',
    tags,
    body: WithdrawUpdate,
    response: UpdateShape,
    run: async (ctx, { params, body }) => updateShape(ctx, await withdrawUpdate(ctx, params.id, params.update, body)),
  }),
]
