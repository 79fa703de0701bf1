import { audienceChoices } from '../audiences/fields.ts'
import { listAudiences } from '../audiences/find.ts'
import { readersOf } from '../audiences/see-as.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeContent } from './change.ts'
import { contentOf } from './find.ts'
import { fieldsOf, fromFields } from './form.ts'
import { inForm } from './form-problems.ts'
import { textIn, textKeysIn } from './form-rows.ts'
import { moved } from './order.ts'
import { previewRoutes } from './preview.ts'
import { contentForm } from './view.ts'

const path = '/console/settings/pages/{page}/content'
const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** What a page holds besides its news: the form, and the page as it would be. */
export const contentPages: AnyRoute[] = [
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
    run: async (ctx, { params, fields }) => {
      const move = textIn(fields, 'move')
      // Buttons that only change the form: nothing is saved yet.
      if (move) return show(ctx, params.page, { values: moved(fields, move, textKeysIn(fields)) })
      if (textIn(fields, 'more')) return show(ctx, params.page, { values: fields })
      const page = await findPage(ctx, params.page)
      const { footerLinks } = await contentOf(ctx, page.id)
      await changeContent(ctx, page.id, fromFields(fields, page.time_zone, footerLinks))
      return {
        to: `/console/settings/pages/${page.id}/content`,
        flash: { tone: 'good', text: 'Saved. The page shows it.' },
      }
    },
    invalid: (ctx, { params, values }, problems) =>
      show(ctx, params.page, { values, problems: inForm(problems, values) }),
  }),
  ...previewRoutes,
]

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

async function show(ctx: Context, name: string, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const saved = await contentOf(ctx, page.id)
  const path = `/console/settings/pages/${page.id}`
  return consoleLayout(ctx, {
    title: 'Content',
    active: 'settings',
    up: { name: page.name, path },
    flash,
    body: contentForm({
      form: formState(values ?? fieldsOf(saved, page.time_zone), problems),
      to: `${path}/content`,
      page,
      readers: readersOf(await listAudiences(ctx, page.id)),
      audiences: await audienceChoices(ctx, page.id, 'key'),
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
    }),
  })
}
