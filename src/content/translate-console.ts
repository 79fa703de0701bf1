import type { Context } from '../lib/context.ts'
import { NotFound, type Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage, type Page } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { fieldOf, translatable } from './translatable.ts'
import { translateTexts, wordedOf } from './translate.ts'
import { translateForm } from './translate-view.ts'

const path = '/console/settings/pages/{page}/translations/{lang}'
const Fields = z.looseObject({ mark: z.string() })
type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

/** What a page's people wrote on it, beside its translation into one language. */
export const translatePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params, { flash }),
  }),
  defineForm({
    method: 'POST',
    path,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields: { mark, ...fields } }) => {
      const { id } = await pageIn(ctx, params)
      const texts = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, String([value].flat()[0] ?? '')]),
      )
      await translateTexts(ctx, id, { lang: params.lang, mark, texts })
      return {
        to: `/console/settings/pages/${id}/translations/${params.lang}`,
        flash: { tone: 'good', text: 'Saved. The page shows it.' },
      }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params, { values, problems }),
  }),
]

type Params = { page: string; lang: string }

/** The page, where it can be read in that language and is not written in it. */
async function pageIn(ctx: Context, { page: name, lang }: Params): Promise<Page> {
  const page = await findPage(ctx, name)
  if (!page.languages.includes(lang) || lang === page.language) throw new NotFound('language')
  return page
}

async function show(ctx: Context, params: Params, { values, problems = [], flash = null }: Shown) {
  const page = await pageIn(ctx, params)
  const { lang } = params
  const things = translatable(await wordedOf(ctx, page.id))
  const saved = things.flatMap(({ thing, texts, translations }) =>
    texts.map(({ part }) => [fieldOf(thing, part), translations?.[lang]?.[part] ?? '']),
  )
  return consoleLayout(ctx, {
    title: 'Translations',
    active: 'settings',
    up: { name: 'Languages', path: `/console/settings/pages/${page.id}/languages` },
    flash,
    body: translateForm({
      form: formState(values ?? Object.fromEntries(saved), problems),
      page,
      lang,
      things,
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
    }),
  })
}
