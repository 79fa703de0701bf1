import { componentChoices } from '../components/choices.ts'
import { sourcesOf } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { parseDuration } from '../lib/duration.ts'
import type { Problem } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { z } from '../lib/zod.ts'
import { exampleOf } from '../messages/example.ts'
import { messageSettings, messagesOf } from '../messages/find.ts'
import { examplePart } from '../messages/view.ts'
import { pagesOf } from '../pages/find.ts'
import { formState, typed } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { changeRule } from './change.ts'
import { createRule } from './create.ts'
import { inForm, ruleFrom, valuesLike, valuesOf } from './fields.ts'
import { findRule, type Rule } from './find.ts'
import { NewRule } from './schema.ts'
import { ruleForm } from './view-form.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** Adding and editing a rule, with an example of what it will say. */
export const ruleFormPages = [
  definePage({
    method: 'GET',
    path: '/console/rules/new',
    permission: 'editor',
    query: z.object({ title: z.string().max(1000).optional(), source: z.string().max(200).optional() }),
    view: (ctx, { query }) => show(ctx, null, valuesLike(query)),
  }),
  defineForm({
    method: 'POST',
    path: '/console/rules/new',
    permission: 'editor',
    input: Fields,
    run: async (ctx, { fields }) => {
      const { id, position } = await createRule(ctx, parsed(NewRule, ruleFrom(fields)))
      const text = `The rule is there. It is asked as number ${position}; move it up in the list if it should come earlier.`
      return { to: `/console/rules/${id}`, flash: { tone: 'good', text } }
    },
    invalid: (ctx, { values }, problems) => show(ctx, null, values, problems),
  }),
  defineForm({
    method: 'POST',
    path: '/console/rules/new/preview',
    permission: 'editor',
    input: Fields,
    run: async (ctx, { fields, request }) =>
      request.header('x-part') === null ? show(ctx, null, fields) : examplePart(await example(ctx, null, fields)),
  }),
  definePage({
    method: 'GET',
    path: '/console/rules/{rule}/edit',
    permission: 'editor',
    view: async (ctx, { params }) => {
      const rule = await findRule(ctx, params.rule)
      return show(ctx, rule, valuesOf(rule))
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/rules/{rule}/edit',
    permission: 'editor',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { id } = await changeRule(ctx, params.rule, parsed(NewRule, ruleFrom(fields)))
      return { to: `/console/rules/${id}`, flash: { tone: 'good', text: 'Saved. It decides on the next alert.' } }
    },
    invalid: async (ctx, { params, values }, problems) => show(ctx, await findRule(ctx, params.rule), values, problems),
  }),
  defineForm({
    method: 'POST',
    path: '/console/rules/{rule}/edit/preview',
    permission: 'editor',
    input: Fields,
    run: async (ctx, { params, fields, request }) => {
      const rule = await findRule(ctx, params.rule)
      return request.header('x-part') === null
        ? show(ctx, rule, fields)
        : examplePart(await example(ctx, rule.id, fields))
    },
  }),
]

async function show(ctx: Context, rule: Rule | null, values: Values, problems: readonly Problem[] = []) {
  if (rule) refuseManaged(ctx, `The rule "${rule.name}"`, rule)
  const [sources, components, pages, messages] = await Promise.all([
    sourcesOf(ctx),
    componentChoices(ctx),
    pagesOf(ctx),
    messagesOf(ctx),
  ])
  return consoleLayout(ctx, {
    title: rule ? `Edit ${rule.name}` : 'Add a rule',
    active: 'rules',
    up: rule ? { name: rule.name, path: `/console/rules/${rule.id}` } : { name: 'Rules', path: '/console/rules' },
    body: ruleForm({
      form: formState(values, inForm(values, problems)),
      to: rule ? `/console/rules/${rule.id}/edit` : '/console/rules/new',
      isNew: rule === null,
      sources: sources.map(({ key }) => key),
      components,
      pages: pages.map(({ id, name }) => [id, name] as const),
      messages: messages.map(({ id, key, title }) => [id, `${key}: ${title}`] as const),
      example: await example(ctx, rule?.id ?? null, values),
    }),
  })
}

async function example(ctx: Context, rule: string | null, values: Values) {
  const form = formState(values)
  const message = (await messagesOf(ctx)).find(({ id }) => id === typed(form, 'message')) ?? null
  return exampleOf(ctx, message && messageSettings(message), {
    component: typed(form, 'component') || null,
    page: typed(form, 'component') ? null : typed(form, 'page') || null,
    nextUpdateEvery: parseDuration(typed(form, 'nextUpdateEvery')),
    rule,
  })
}
