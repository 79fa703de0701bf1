import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { uploadsOf } from '../uploads/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeAppearance } from './change.ts'
import { codePages } from './code-console.ts'
import { appearanceOf } from './find.ts'
import { fit } from './fit.ts'
import { fieldsOf, fromFields, inForm } from './form.ts'
import { previewRoute } from './preview.ts'
import { unreadable } from './readable.ts'
import { changed } from './schema.ts'
import { appearanceForm } from './view.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

type Shown = { values?: Values | undefined; problems?: readonly Problem[]; flash?: Flash | null }

/** How a page looks: the form, and what it would look like. */
export const appearancePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/settings/pages/{page}/appearance',
    permission: 'viewer',
    query: z.record(z.string(), z.string()),
    view: async (ctx, { params, query, flash }) => {
      const tried = 'preset' in query ? query : undefined
      return show(ctx, params.page, {
        values: tried,
        problems: tried ? await wrongWith(ctx, params.page, tried) : [],
        flash,
      })
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/settings/pages/{page}/appearance',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { id } = await findPage(ctx, params.page)
      const { links } = await appearanceOf(ctx, id)
      await changeAppearance(ctx, id, fromFields(fields, links))
      return {
        to: `/console/settings/pages/${id}/appearance`,
        flash: { tone: 'good', text: 'Saved. The page shows it.' },
      }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, { values, problems: inForm(problems) }),
  }),
  previewRoute,
  ...codePages,
]

async function wrongWith(ctx: Context, name: string, values: Values): Promise<Problem[]> {
  try {
    const page = await findPage(ctx, name)
    const tried = changed(await appearanceOf(ctx, page.id), fromFields(values))
    const { problems } = await fit(tried, await uploadsOf(ctx, page.id), false)
    return inForm([...unreadable(tried), ...problems])
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems
    throw error
  }
}

/** A colour that is refused is shown all the same, so that one sees why; what is no look at all cannot be. */
function isReadable(values: Values): boolean {
  try {
    fromFields(values)
    return true
  } catch (error) {
    if (error instanceof InvalidInput) return false
    throw error
  }
}

async function show(ctx: Context, name: string, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const saved = await appearanceOf(ctx, page.id)
  const path = `/console/settings/pages/${page.id}`
  return consoleLayout(ctx, {
    title: 'Appearance',
    active: 'settings',
    up: { name: page.name, path },
    flash,
    body: appearanceForm({
      isShown: values === undefined || isReadable(values),
      form: formState(values ?? fieldsOf(saved), problems),
      to: `${path}/appearance`,
      page,
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
      files: await uploadsOf(ctx, page.id),
    }),
  })
}
