import { audienceChoices } from '../audiences/fields.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { z } from '../lib/zod.ts'
import { findPage, pagesOf } from '../pages/find.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { changeComponent } from './change.ts'
import { componentChoices } from './choices.ts'
import { createComponent } from './create.ts'
import { keyFrom, settingsFrom, valuesOf } from './fields.ts'
import { componentsOf, findComponent } from './find.ts'
import { ChangeComponent, NewComponent } from './schema.ts'
import { descendants } from './tree.ts'
import { componentForm } from './view.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** Adding and editing a component. */
export const componentFormPages = [
  definePage({
    method: 'GET',
    path: '/console/components/new',
    permission: 'admin',
    query: z.object({ page: z.string().max(200).optional(), parent: z.string().max(200).optional() }),
    view: (ctx, { query }) => showNew(ctx, { page: query.page ?? '', parent: query.parent ?? '', rollUp: 'worst' }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/components/new',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { fields }) => {
      const page = [fields.page ?? ''].flat()[0]
      const input = { page, key: keyFrom(fields), ...settingsFrom(fields) }
      const { id, name } = await createComponent(ctx, parsed(NewComponent, input))
      return { to: `/console/components/${id}`, flash: { tone: 'good', text: `${name} is on the page.` } }
    },
    invalid: (ctx, { values }, problems) => showNew(ctx, values, problems),
  }),
  definePage({
    method: 'GET',
    path: '/console/components/{component}/edit',
    permission: 'admin',
    view: async (ctx, { params }) =>
      showEdit(ctx, params.component, valuesOf(await findComponent(ctx, params.component))),
  }),
  defineForm({
    method: 'POST',
    path: '/console/components/{component}/edit',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { id } = await findComponent(ctx, params.component)
      await changeComponent(ctx, id, parsed(ChangeComponent, settingsFrom(fields)))
      return { to: `/console/components/${id}`, flash: { tone: 'good', text: 'Saved. The page shows it.' } }
    },
    invalid: (ctx, { params, values }, problems) => showEdit(ctx, params.component, values, problems),
  }),
]

async function showNew(ctx: Context, values: Values, problems: readonly Problem[] = []) {
  const wanted = [values.page ?? ''].flat()[0]
  const page = wanted ? await findPage(ctx, wanted) : (await pagesOf(ctx))[0]
  if (!page) return noPage(ctx)
  return consoleLayout(ctx, {
    title: 'Add a component',
    active: 'components',
    up: { name: 'Components', path: '/console/components' },
    lede: `To ${page.name}`,
    body: componentForm({
      form: formState(values, problems),
      to: '/console/components/new',
      isNew: true,
      page,
      parents: await componentChoices(ctx, page.id),
      audiences: await audienceChoices(ctx, page.id),
    }),
  })
}

async function showEdit(ctx: Context, name: string, values: Values, problems: readonly Problem[] = []) {
  const component = await findComponent(ctx, name)
  refuseManaged(ctx, `The component "${component.name}"`, component)
  const own = [component.id, ...descendants(await componentsOf(ctx, component.page_id), component.id)]
  const parents = (await componentChoices(ctx, component.page_id)).filter(([id]) => !own.includes(id))
  return consoleLayout(ctx, {
    title: `Edit ${component.name}`,
    active: 'components',
    up: { name: component.name, path: `/console/components/${component.id}` },
    body: componentForm({
      form: formState(values, problems),
      to: `/console/components/${component.id}/edit`,
      isNew: false,
      page: await findPage(ctx, component.page_id),
      parents,
      audiences: await audienceChoices(ctx, component.page_id),
    }),
  })
}

const noPage = (ctx: Context) =>
  consoleLayout(ctx, {
    title: 'Add a component',
    active: 'components',
    body: empty({
      title: 'There is no page yet',
      text: 'A component stands on a page. Make the page first.',
      action: linkButton('Make a page', '/console/settings/pages/new', 'primary'),
    }),
  })
