import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { linkButton } from '../web/console/buttons.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { pageAtStake } from './at-stake.ts'
import { changePage } from './change.ts'
import { createPage } from './create.ts'
import { findPage, pagesOf } from './find.ts'
import { pageParts } from './parts.ts'
import { removePage } from './remove.ts'
import { NewPage, type PageSettings, pageSettings } from './schema.ts'
import { pageUrl } from './url.ts'
import { pageForm, pageList } from './view.ts'

const text = z
  .string()
  .max(3000)
  .default('')
  .transform((value) => value.trim())
const orNull = text.transform((value) => value || null)
const isOn = z
  .string()
  .optional()
  .transform((value) => value !== undefined)
const Fields = z.object({
  name: text,
  slug: text,
  timeZone: text,
  supportUrl: orNull,
  postalAddress: orNull,
  host: orNull,
  showUptime: isOn,
  noindex: isOn,
})

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

/** The pages' settings. */
export const pagePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/settings/pages',
    permission: 'viewer',
    view: async (ctx, { flash }) => {
      const mayAdd = mayCall(ctx.actor, 'admin')
      const pages = await Promise.all(
        (await pagesOf(ctx)).map(async (page) => ({ page, url: await pageUrl(ctx, page) })),
      )
      return consoleLayout(ctx, {
        title: 'Pages',
        active: 'settings',
        up: { name: 'Settings', path: '/console/settings' },
        flash,
        actions: mayAdd && pages.length > 0 && linkButton('Make a page', '/console/settings/pages/new', 'primary'),
        body: pageList(pages, mayAdd),
      })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/settings/pages/new',
    permission: 'admin',
    view: (ctx) => show(ctx, null, { values: { timeZone: 'UTC', showUptime: 'on' } }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/settings/pages/new',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { fields }) => {
      const { id, name } = await createPage(ctx, parsed(NewPage, fields))
      return {
        to: `/console/settings/pages/${id}`,
        flash: { tone: 'good', text: `${name} is there. Give it components next.` },
      }
    },
    invalid: (ctx, { values }, problems) => show(ctx, null, { values, problems }),
  }),
  definePage({
    method: 'GET',
    path: '/console/settings/pages/{page}',
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params.page, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/settings/pages/{page}',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { id } = await changePage(ctx, params.page, parsed(NewPage, fields))
      return { to: `/console/settings/pages/${id}`, flash: { tone: 'good', text: 'Saved. The page shows it.' } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/settings/pages/{page}/remove',
    permission: 'owner',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { id, name } = await findPage(ctx, params.page)
      await removePage(ctx, id)
      return {
        to: '/console/settings/pages',
        flash: { tone: 'good', text: `${name} is removed, with all that was on it.` },
      }
    },
  }),
]

async function show(ctx: Context, name: string | null, { values, problems = [], flash = null }: Shown) {
  const page = name === null ? null : await findPage(ctx, name)
  return consoleLayout(ctx, {
    title: page ? page.name : 'Make a page',
    active: 'settings',
    up: { name: 'Pages', path: '/console/settings/pages' },
    flash,
    body: pageForm({
      form: formState(values ?? (page ? filled(pageSettings(page)) : {}), problems),
      to: `/console/settings/pages/${page?.id ?? 'new'}`,
      page,
      url: page && (await pageUrl(ctx, page)),
      atStake: page && (await pageAtStake(ctx, page.id)),
      parts: page && pageParts(page, mayCall(ctx.actor, 'editor')),
      mayChange: mayCall(ctx.actor, 'admin'),
      mayRemove: mayCall(ctx.actor, 'owner'),
    }),
  })
}

const filled = ({ showUptime, noindex, ...texts }: PageSettings): Values => ({
  ...Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, value ?? ''])),
  ...(showUptime && { showUptime: 'on' }),
  ...(noindex && { noindex: 'on' }),
})
