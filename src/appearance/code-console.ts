import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import { defineRaw } from '../web/raw-route.ts'
import { readForm } from '../web/read-form.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeAppearance } from './change.ts'
import { codeForm } from './code-view.ts'
import { appearanceOf } from './find.ts'
import { sampleIn } from './preview.ts'
import { type Appearance, ChangeAppearance, changed } from './schema.ts'

const path = '/console/settings/pages/{page}/appearance/code'
const text = z
  .string()
  .optional()
  .transform((value) => value?.replaceAll('\r\n', '\n').trim() || null)
const Fields = z.object({ css: text, headerHtml: text, footerHtml: text, unsafe: z.enum(['drop']).optional() })

/** A page's own CSS and HTML. */
export const codePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params.page, { flash }),
  }),
  defineForm({
    method: 'POST',
    path,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields: { unsafe, ...code } }) => {
      const { id } = await findPage(ctx, params.page)
      const { dropped } = await changeAppearance(ctx, id, parsed(ChangeAppearance, code), { drop: unsafe === 'drop' })
      const text = dropped.length > 0 ? `Saved without ${dropped.length} of its parts.` : 'Saved. The page shows it.'
      return { to: `/console/settings/pages/${id}/appearance/code`, flash: { tone: 'good', text } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, { values, problems }),
  }),
  defineRaw({
    method: 'POST',
    path: `${path}/preview`,
    permission: 'viewer',
    summary: 'A page with CSS and HTML that is not saved',
    run: async (ctx, { params, request }) => {
      const page = await findPage(ctx, params.page)
      const values = await readForm(await request.body(), request.header('content-type'))
      const { unsafe: _, ...code } = parsed(Fields, values)
      return sampleIn(ctx, page, changed(await appearanceOf(ctx, page.id), parsed(ChangeAppearance, code)))
    },
  }),
]

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

async function show(ctx: Context, name: string, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const saved = await appearanceOf(ctx, page.id)
  const up = `/console/settings/pages/${page.id}/appearance`
  return consoleLayout(ctx, {
    title: 'CSS and HTML',
    active: 'settings',
    up: { name: 'Appearance', path: up },
    flash,
    body: codeForm({
      form: formState(values ?? codeOf(saved), problems),
      to: `${up}/code`,
      page,
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
    }),
  })
}

const codeOf = ({ css, headerHtml, footerHtml }: Appearance): Values => ({
  css: css ?? '',
  headerHtml: headerHtml ?? '',
  footerHtml: footerHtml ?? '',
})
