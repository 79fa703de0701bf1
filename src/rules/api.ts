import type { Context } from '../lib/context.ts'
import { Mute } from '../lib/mute.ts'
import { z } from '../lib/zod.ts'
import { instant, listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { pauseAutomation, resumeAutomation } from './automation.ts'
import { changeRule } from './change.ts'
import { createRule } from './create.ts'
import { isPaused } from './facts.ts'
import { findRule, type Rule, rulesOf } from './find.ts'
import { MoveRule, moveRule } from './move.ts'
import { muteRule } from './mute.ts'
import { modes } from './policy.ts'
import { rehearse } from './rehearse.ts'
import { removeRule } from './remove.ts'
import { ChangeRule, NewRule, ruleSettings } from './schema.ts'

const tags = ['Rules']

export const RuleShape = z
  .object({
    id: z.string(),
    position: z.number(),
    name: z.string(),
    match: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    page: z.string().nullable(),
    component: z.string().nullable(),
    status: z.string().nullable(),
    message: z.string().nullable(),
    publish: z.object({ mode: z.enum(modes), for: z.string().optional() }),
    nextUpdateEvery: z.string().nullable(),
    flapWindow: z.string(),
    mutedUntil: instant.nullable(),
    managedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Rule')

const shape = (row: Rule): z.input<typeof RuleShape> => ({
  id: row.id,
  position: row.position,
  ...ruleSettings(row),
  mutedUntil: row.muted_until,
  managedBy: row.managed_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const Automation = z.object({ paused: z.boolean() }).openapi('Automation')
const automation = async (ctx: Context) => ({ paused: await isPaused(ctx) })

const Rehearsal = z
  .object({
    steps: z.array(
      z.object({
        at: instant,
        alert: z.string(),
        title: z.string(),
        rule: z.string().nullable(),
        outcome: z.string(),
        reason: z.string(),
      }),
    ),
    incidents: z.array(z.object({ rule: z.string(), openedAt: instant, resolvedAt: instant.nullable() })),
    cancelled: z
      .number()
      .meta({ description: 'Messages that a recovery would have cancelled before anyone saw them.' }),
  })
  .openapi('Rehearsal')

export const ruleRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/rules',
    permission: 'viewer',
    summary: 'All rules in the order in which they are asked',
    tags,
    query: listQuery(),
    response: listOf(RuleShape),
    run: async (ctx, { query }) =>
      pageOfAll((await rulesOf(ctx)).map(shape), query, ({ id, createdAt }) => ({ at: createdAt, id })),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/rules',
    permission: 'editor',
    summary: 'Make a rule; it is asked last',
    tags,
    body: NewRule,
    response: RuleShape,
    status: 201,
    run: async (ctx, { body }) => shape(await createRule(ctx, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/rules/rehearse',
    permission: 'viewer',
    summary: 'What the rules of now would have done with the alerts of the past days, without effect',
    tags,
    body: z.strictObject({ days: z.int().min(1).max(90).default(30) }),
    response: Rehearsal,
    run: (ctx, { body }) => rehearse(ctx, body.days),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/rules/{rule}',
    permission: 'viewer',
    summary: 'One rule',
    tags,
    response: RuleShape,
    run: async (ctx, { params }) => shape(await findRule(ctx, params.rule)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/rules/{rule}',
    permission: 'editor',
    summary: 'Change a rule',
    tags,
    body: ChangeRule,
    response: RuleShape,
    run: async (ctx, { params, body }) => shape(await changeRule(ctx, params.rule, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/rules/{rule}',
    permission: 'editor',
    summary: 'Remove a rule',
    tags,
    run: async (ctx, { params }) => removeRule(ctx, params.rule),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/rules/{rule}/move',
    permission: 'editor',
    summary: 'Put it at another place in the order',
    tags,
    body: MoveRule,
    response: RuleShape,
    run: async (ctx, { params, body }) => shape(await moveRule(ctx, params.rule, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/rules/{rule}/mute',
    permission: 'editor',
    summary: 'Only record what it takes, until a moment',
    tags,
    body: Mute,
    response: RuleShape,
    run: async (ctx, { params, body }) => shape(await muteRule(ctx, params.rule, body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/automation',
    permission: 'viewer',
    summary: 'Whether automation is paused',
    tags,
    response: Automation,
    run: automation,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/automation/pause',
    permission: 'editor',
    summary: 'Nothing posts by itself: every message waits for a person',
    tags,
    response: Automation,
    run: async (ctx) => {
      await pauseAutomation(ctx)
      return automation(ctx)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/automation/resume',
    permission: 'editor',
    summary: 'Rules post by their policies again',
    tags,
    response: Automation,
    run: async (ctx) => {
      await resumeAutomation(ctx)
      return automation(ctx)
    },
  }),
]
