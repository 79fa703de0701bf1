import { html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { exampleOf } from '../messages/example.ts'
import { messageSettings } from '../messages/find.ts'
import { around } from '../web/console/around.ts'
import { linkButton } from '../web/console/buttons.ts'
import { consoleClock } from '../web/console/clock.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { oneOf } from '../web/console/list-query.ts'
import { state } from '../web/console/marks.ts'
import { isMuted, MuteFields, muteOf } from '../web/console/mute.ts'
import { defineForm, definePage } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { ruleAtStake } from './at-stake.ts'
import { automationPages } from './console-automation.ts'
import { ruleFormPages } from './console-form.ts'
import { findRule, messageOf, rulesOf } from './find.ts'
import { moveRule } from './move.ts'
import { muteRule } from './mute.ts'
import { namesForRules } from './names.ts'
import { rehearse } from './rehearse.ts'
import { removeRule } from './remove.ts'
import { addRule, ruleList, rulePage } from './view.ts'
import { automationPart } from './view-automation.ts'
import { rehearsalPage, spans } from './view-rehearsal.ts'

const up = { name: 'Rules', path: '/console/rules' }

export const rulePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/rules',
    permission: 'viewer',
    query: z.object({ page: z.string().max(200).optional() }),
    view: async (ctx, { query, flash }) => {
      const mayChange = mayCall(ctx.actor, 'editor')
      const [rules, names, { zone, paused, waiting }] = await Promise.all([
        rulesOf(ctx),
        namesForRules(ctx),
        around(ctx, query.page),
      ])
      const clock = { zone, now: ctx.now() }
      return consoleLayout(ctx, {
        title: 'Rules',
        active: 'rules',
        lede: 'Each alert is shown to them from the top; the first that takes it decides. What none takes is recorded, and nothing is posted.',
        page: query.page,
        flash,
        actions: rules.length > 0 && [
          linkButton('Rehearse', '/console/rules/rehearsal'),
          ...(mayChange ? [addRule] : []),
        ],
        body: html`${rules.length > 0 && automationPart({ paused, held: waiting, clock, mayChange })}${ruleList(rules, names, clock, mayChange)}`,
      })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/rules/rehearsal',
    permission: 'viewer',
    query: z.object({ days: oneOf(spans) }),
    view: async (ctx, { query }) => {
      const days = query.days ?? '30'
      return consoleLayout(ctx, {
        title: 'Rehearsal',
        active: 'rules',
        up,
        lede: `What these rules would have done with the alerts of the past ${days} days, had nobody stepped in. Nothing is changed, and nobody is told.`,
        body: rehearsalPage(await rehearse(ctx, Number(days)), days, await consoleClock(ctx)),
      })
    },
  }),
  ...ruleFormPages,
  definePage({
    method: 'GET',
    path: '/console/rules/{rule}',
    permission: 'viewer',
    view: async (ctx, { params, flash }) => {
      const rule = await findRule(ctx, params.rule)
      const clock = await consoleClock(ctx)
      const scene = {
        page: rule.page_id,
        component: rule.component_id,
        nextUpdateEvery: rule.next_update_every,
        rule: rule.id,
      }
      const message = await messageOf(ctx, rule)
      return consoleLayout(ctx, {
        title: rule.name,
        active: 'rules',
        up,
        flash,
        state: isMuted(rule.muted_until, clock) ? state('maintenance', 'Muted') : null,
        body: rulePage({
          rule,
          names: await namesForRules(ctx),
          example: await exampleOf(ctx, message && messageSettings(message), scene),
          atStake: await ruleAtStake(ctx, rule.id),
          clock,
          mayChange: mayCall(ctx.actor, 'editor'),
        }),
      })
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/rules/{rule}/move',
    permission: 'editor',
    input: z.object({ position: z.coerce.number().int().min(1).max(100_000) }),
    run: async (ctx, { params, fields }) => {
      const { name } = await moveRule(ctx, params.rule, fields)
      return {
        to: '/console/rules',
        flash: { tone: 'good', text: `“${name}” is asked as number ${fields.position} now.` },
      }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/rules/{rule}/mute',
    permission: 'editor',
    input: MuteFields,
    run: async (ctx, { params, fields }) => {
      const { id, name, muted_until } = await muteRule(ctx, params.rule, muteOf(ctx, fields))
      const text = muted_until ? `“${name}” is muted: what it takes is recorded only.` : `“${name}” speaks again.`
      return { to: `/console/rules/${id}`, flash: { tone: 'good', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/rules/{rule}/remove',
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { name } = await findRule(ctx, params.rule)
      await removeRule(ctx, params.rule)
      return { to: '/console/rules', flash: { tone: 'good', text: `The rule “${name}” is removed.` } }
    },
  }),
  ...automationPages,
]
