import { type Html, html } from '../lib/html.ts'
import { languageOf } from '../publishing/languages/index.ts'
import { type FormState, field, fieldset, textarea, typed } from '../web/console/forms.ts'
import type { Values } from '../web/page.ts'
import type { Page } from './find.ts'

/** A text that can have translations; `rows`: it has several lines. */
export type Part = { name: string; label: string; maxlength: number; rows?: number }

/** Fields for the same texts in each language that the page offers beside its own; nothing where it offers none. */
export function translationFields(form: FormState, page: Pick<Page, 'languages' | 'language'>, parts: readonly Part[]) {
  const languages = page.languages.filter((lang) => lang !== page.language)
  if (languages.length === 0) return null
  const isFilled = languages.some((lang) => parts.some(({ name }) => typed(form, fieldName(lang, name)) !== ''))
  const isWrong = form.problems.some(({ pointer }) => pointer.startsWith('/translations'))
  return html`<details class="translations"${(isFilled || isWrong) && html` open`}><summary>In other languages</summary>
<p class="help">What is left empty is shown in ${languageOf(page.language).name}, and says so.</p>${languages.map((lang) => oneLanguage(form, lang, parts))}</details>`
}

const oneLanguage = (form: FormState, lang: string, parts: readonly Part[]): Html =>
  fieldset(
    languageOf(lang).name,
    parts.map(({ name, label, maxlength, rows }) => {
      const options = { name: fieldName(lang, name), label: `${label} (${languageOf(lang).name})`, maxlength }
      return rows ? textarea(form, { ...options, rows }) : field(form, options)
    }),
  )

const fieldName = (lang: string, part: string) => `translations.${lang}.${part}`

/** What the fields say, by language; null where they stood on no form, so that what is there stays. */
export function translationsIn(
  values: Values | Record<string, unknown>,
): Record<string, Record<string, string>> | undefined {
  const found: Record<string, Record<string, string>> = {}
  let shown = false
  for (const [name, value] of Object.entries(values)) {
    const [, lang, part] = /^translations\.([a-z]{2})\.(\w+)$/.exec(name) ?? []
    if (!lang || !part) continue
    shown = true
    const text = String([value].flat()[0] ?? '').trim()
    if (text !== '') found[lang] = { ...found[lang], [part]: text }
  }
  return shown ? found : undefined
}

/** The same the other way. */
export const translationValues = (
  translations: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>,
): Values =>
  Object.fromEntries(
    Object.entries(translations).flatMap(([lang, texts]) =>
      Object.entries(texts ?? {}).map(([part, text]) => [fieldName(lang, part), String(text ?? '')]),
    ),
  )

/** `/translations/de/name` is the field `translations.de.name`. */
export const translationPointer = (pointer: string) =>
  pointer.replace(/^\/translations\/([a-z]{2})\/(\w+)$/, '/translations.$1.$2')
