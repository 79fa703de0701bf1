import type { Context } from '../lib/context.ts'
import { NotFound, type Problem } from '../lib/errors.ts'
import { html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage, type Page } from '../pages/find.ts'
import { linkButton } from '../web/console/buttons.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeAudience } from './change.ts'
import { audienceView } from './console-form-view.ts'
import { listView, previewFrame } from './console-view.ts'
import { createAudience } from './create.ts'
import { findAudience, listAudiences } from './find.ts'
import { audienceFrom as settingsIn, valuesOf } from './form.ts'
import { seeAsRoute } from './preview.ts'
import { removeAudience } from './remove.ts'
import { ChangeAudience, NewAudience } from './schema.ts'
import { usesOf } from './used-by.ts'

const path = '/console/settings/pages/{page}/audiences'
const one = `${path}/{id}` as const
const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** Groups of a page's readers, and the page as each of them sees it. */
export const audiencePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'editor',
    query: z.object({ as: z.string().max(100).default('everyone') }),
    view: async (ctx, { params, query, flash }) => {
      const page = await findPage(ctx, params.page)
      const rows = await listAudiences(ctx, page.id)
      const mayChange = mayCall(ctx.actor, 'admin')
      return consoleLayout(ctx, {
        title: 'Audiences',
        active: 'settings',
        up: { name: page.name, path: `/console/settings/pages/${page.id}` },
        lede: 'Groups of readers, to whom components, metrics, incidents, posts and texts of the page can be limited.',
        flash,
        actions: mayChange && linkButton('Name a group', `${baseOf(page)}/new`, 'primary'),
        body: html`${listView(baseOf(page), rows, mayChange)}${previewFrame(baseOf(page), rows, query.as)}`,
      })
    },
  }),
  definePage({
    method: 'GET',
    path: `${path}/new`,
    permission: 'admin',
    view: (ctx, { params }) => show(ctx, params.page, null, {}),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/new`,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const page = await findPage(ctx, params.page)
      const key = [fields.key ?? ''].flat()[0]
      const { name } = await createAudience(ctx, parsed(NewAudience, { page: page.id, key, ...settingsIn(fields) }))
      return { to: baseOf(page), flash: { tone: 'good', text: `Things can be limited to “${name}” now.` } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, null, { values, problems }),
  }),
  seeAsRoute,
  definePage({
    method: 'GET',
    path: one,
    permission: 'editor',
    view: (ctx, { params, flash }) => show(ctx, params.page, params.id, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: one,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const page = await findPage(ctx, params.page)
      await changeAudience(ctx, params.id, parsed(ChangeAudience, settingsIn(fields)))
      return { to: `${baseOf(page)}/${params.id}`, flash: { tone: 'good', text: 'Saved. It holds at once.' } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, params.id, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${one}/remove`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const page = await findPage(ctx, params.page)
      const { name } = await findAudience(ctx, params.id)
      await removeAudience(ctx, params.id)
      return { to: baseOf(page), flash: { tone: 'good', text: `“${name}” is removed.` } }
    },
  }),
]

const baseOf = (page: Page) => `/console/settings/pages/${page.id}/audiences`

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

async function show(ctx: Context, name: string, id: string | null, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const audience = id === null ? null : await findAudience(ctx, id)
  if (audience && audience.page_id !== page.id) throw new NotFound('audience')
  return consoleLayout(ctx, {
    title: audience ? audience.name : 'Name a group',
    active: 'settings',
    up: { name: 'Audiences', path: baseOf(page) },
    flash,
    body: audienceView({
      form: formState(values ?? (audience ? valuesOf(audience) : {}), problems),
      to: `${baseOf(page)}/${audience?.id ?? 'new'}`,
      audience,
      uses: audience ? await usesOf(ctx, audience.id) : [],
      mayChange: mayCall(ctx.actor, 'admin') && !audience?.managed_by,
    }),
  })
}
