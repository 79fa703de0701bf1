import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { languageCodes } from '../publishing/languages/codes.ts'
import { wordingProblems } from '../publishing/languages/wording.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { several } from '../web/fields.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { changePage } from './change.ts'
import { findPage } from './find.ts'
import { languagesForm, wordingForm } from './languages-view.ts'
import { ChangePage, languagesOf, pageSettings } from './schema.ts'
import { translationPointer, translationsIn, translationValues } from './translation-fields.ts'

const Fields = z.looseObject({ language: z.enum(languageCodes), languages: several(z.enum(languageCodes)) })
const Strings = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

const path = '/console/settings/pages/{page}/languages'
const wordingPath = '/console/settings/pages/{page}/wording/{lang}'

/** The languages of a page, and its own wording of our strings. */
export const languagePages: AnyRoute[] = [
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
      const languages = fields.languages.filter((lang) => lang !== fields.language)
      const translations = translationsIn(fields)
      const { id } = await changePage(
        ctx,
        params.page,
        parsed(ChangePage, { language: fields.language, languages, translations }),
      )
      return {
        to: `/console/settings/pages/${id}/languages`,
        flash: { tone: 'good', text: 'Saved. The page shows it.' },
      }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, { values, problems }),
  }),
  definePage({
    method: 'GET',
    path: wordingPath,
    permission: 'viewer',
    view: (ctx, { params, flash }) => showWording(ctx, params.page, params.lang, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: wordingPath,
    permission: 'admin',
    input: Strings,
    run: async (ctx, { params, fields }) => {
      const page = await findPage(ctx, params.page)
      const lang = z.enum(languageCodes).parse(params.lang)
      const wording = { ...pageSettings(page).wording, [lang]: stringsIn(fields) }
      await changePage(ctx, page.id, parsed(ChangePage, { wording }))
      return {
        to: `/console/settings/pages/${page.id}/wording/${lang}`,
        flash: { tone: 'good', text: 'Saved. The page speaks like this now.' },
      }
    },
    invalid: (ctx, { params, values }) =>
      showWording(ctx, params.page, params.lang, {
        values,
        problems: wordingProblems(params.lang, stringsIn(values)).map(({ key, detail }) => ({
          pointer: `/${key}`,
          detail,
        })),
      }),
  }),
]

/** An empty field is ours. */
const stringsIn = (values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const text = [value].flat()[0]?.trim() ?? ''
      return text === '' ? [] : [[key, text]]
    }),
  )

async function show(ctx: Context, name: string, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const { language, languages, translations } = pageSettings(page)
  const saved: Values = { language, languages, ...translationValues(translations) }
  const inForm = problems.map(({ pointer, detail }) => ({ pointer: translationPointer(pointer), detail }))
  return consoleLayout(ctx, {
    title: 'Languages',
    active: 'settings',
    up: { name: page.name, path: `/console/settings/pages/${page.id}` },
    flash,
    body: languagesForm({
      form: formState(values ?? saved, inForm),
      page,
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
    }),
  })
}

async function showWording(ctx: Context, name: string, lang: string, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const known = languageCodes.find((code) => code === lang) ?? languageCodes[0]
  return consoleLayout(ctx, {
    title: 'Wording',
    active: 'settings',
    up: { name: 'Languages', path: `/console/settings/pages/${page.id}/languages` },
    flash,
    body: wordingForm({
      form: formState(values ?? { ...pageSettings(page).wording[known] }, problems),
      page,
      lang: known,
      languages: languagesOf(page),
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
    }),
  })
}
