import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage, pagesOf } from '../pages/find.ts'
import { statusWord } from '../publishing/words.ts'
import { consoleClock } from '../web/console/clock.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { toInstant } from '../web/console/local-time.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { causesOf, componentAtStake } from './causes.ts'
import { changeComponent } from './change.ts'
import { componentFormPages } from './console-form.ts'
import { CorrectStatus, correctStatus } from './correct-status.ts'
import { componentsOf, findComponent } from './find.ts'
import { intervalsOf } from './intervals.ts'
import { componentState } from './marks.ts'
import { moveComponent } from './move.ts'
import { removeComponent } from './remove.ts'
import { componentShapes } from './shape.ts'
import { componentStatuses } from './status.ts'
import { addComponent, trees } from './view.ts'
import { componentPage } from './view-one.ts'

export const componentPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/components',
    permission: 'viewer',
    query: z.object({ page: z.string().max(200).optional() }),
    view: async (ctx, { query, flash }) => {
      const mayChange = mayCall(ctx.actor, 'admin')
      const pages = query.page ? [await findPage(ctx, query.page)] : await pagesOf(ctx)
      const all = await Promise.all(
        pages.map(async (page) => ({
          page,
          rows: await componentsOf(ctx, page.id),
          shown: await shownOn(ctx, page.id),
        })),
      )
      const [only] = all.length === 1 ? all : []
      return consoleLayout(ctx, {
        title: 'Components',
        active: 'components',
        lede: 'The parts of your service, as readers see them.',
        page: query.page,
        flash,
        actions: mayChange && only && only.rows.length > 0 && addComponent(only.page.slug),
        body: trees(all, mayChange),
      })
    },
  }),
  ...componentFormPages,
  definePage({
    method: 'GET',
    path: '/console/components/{component}',
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params.component, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/components/{component}/status',
    permission: 'editor',
    input: z.object({ status: z.enum(componentStatuses) }),
    run: async (ctx, { params, fields }) => {
      const { id, name, status } = await changeComponent(ctx, params.component, fields)
      const text =
        status === fields.status
          ? `${name} shows “${statusWord[fields.status]}” now.`
          : `“${statusWord[fields.status]}” is set; an open incident on it is worse, and shows.`
      return { to: `/console/components/${id}`, flash: { tone: 'good', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/components/{component}/move',
    permission: 'admin',
    input: z.object({ way: z.enum(['up', 'down']) }),
    run: async (ctx, { params, fields }) => {
      const { name } = await moveComponent(ctx, params.component, fields.way)
      return { to: '/console/components', flash: { tone: 'good', text: `${name} moved ${fields.way}.` } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/components/{component}/correct',
    permission: 'editor',
    input: z.object({ from: z.string(), to: z.string(), status: z.string(), reason: z.string() }),
    run: async (ctx, { params, fields }) => {
      const { id } = await findComponent(ctx, params.component)
      const { zone } = await clockOf(ctx, params.component)
      await correctStatus(ctx, id, parsed(CorrectStatus, { ...fields, ...span(fields, zone) }))
      return {
        to: `/console/components/${id}`,
        flash: { tone: 'good', text: 'Corrected. The page follows, and the rows of before stay in sight.' },
      }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.component, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/components/{component}/remove',
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { id, name } = await findComponent(ctx, params.component)
      await removeComponent(ctx, id)
      return { to: '/console/components', flash: { tone: 'good', text: `${name} is removed.` } }
    },
  }),
]

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

async function show(ctx: Context, name: string, { values, problems = [], flash = null }: Shown) {
  const component = await findComponent(ctx, name)
  const rows = await componentsOf(ctx, component.page_id)
  const shown = (await shownOn(ctx, component.page_id)).get(component.id) ?? 'operational'
  const page = await findPage(ctx, component.page_id)
  return consoleLayout(ctx, {
    title: component.name,
    active: 'components',
    up: { name: 'Components', path: '/console/components' },
    state: componentState(shown),
    lede: (await pagesOf(ctx)).length > 1 ? `On ${page.name}` : null,
    flash,
    body: componentPage({
      component,
      shown,
      parent: rows.find(({ id }) => id === component.parent_id) ?? null,
      parts: rows.filter(({ parent_id }) => parent_id === component.id),
      causes: await causesOf(ctx, component.id),
      intervals: await intervalsOf(ctx, component.id),
      atStake: await componentAtStake(ctx, component.id),
      correction: formState(values ?? { status: 'operational' }, problems, 'past'),
      clock: { zone: page.time_zone, now: ctx.now() },
      mayEdit: mayCall(ctx.actor, 'editor'),
      mayChange: mayCall(ctx.actor, 'admin'),
    }),
  })
}

const shownOn = async (ctx: Context, page: string) =>
  new Map((await componentShapes(ctx, page)).map(({ id, status }) => [id, status] as const))

const clockOf = async (ctx: Context, component: string) =>
  consoleClock(ctx, (await findComponent(ctx, component)).page_id)

/** Both ends at once, so that both mistakes are named at once. */
function span(fields: { from: string; to: string }, zone: string): { from: string; to: string } {
  const problems: Problem[] = []
  const read = (name: 'from' | 'to') => {
    try {
      return toInstant(fields[name], zone, `/${name}`).toISOString()
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      problems.push(...error.problems)
      return ''
    }
  }
  const both = { from: read('from'), to: read('to') }
  if (problems.length > 0) throw new InvalidInput('The times are not right.', problems)
  return both
}
