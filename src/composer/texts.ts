import { limits } from '../incidents/words.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { languageOf } from '../publishing/languages/index.ts'
import { type Choice, type FormState, textarea, typed } from '../web/console/forms.ts'
import type { Values } from '../web/page.ts'

type Languages = Pick<Page, 'language' | 'languages'>

/** Fields for the post in few words, and for other words for some readers, folded away where nothing is typed. */
export function otherWords(form: FormState, audiences: readonly Choice[], page: Languages): Html {
  const langs = page.languages.filter((lang) => lang !== page.language)
  const names = ['short', ...audiences.flatMap(([id]) => [bodyOf(id), shortOf(id)])]
  const isOpen = names.some((name) => typed(form, name) !== '') || form.problems.some(isAboutTexts)
  const problems = form.problems.filter(({ pointer }) => pointer.startsWith('/texts'))
  return html`<details class="starter" id="f-texts"${isOpen && html` open`}><summary>Other words for some readers</summary>
<p class="help">Each reader gets the first text below that is for them, on the page and in what they are told. Everybody else gets the text above.</p>${problems.map(
    ({ detail }) => html`<p class="error">${detail}</p>`,
  )}
${textarea(form, { name: 'short', label: 'Short form', rows: 2, maxlength: limits.short, help: `For text messages, X and the like: at most ${limits.short} characters, plain text. Empty: the beginning of the text.` })}
${inOrder(form, audiences).map(([id, name]) => forOne(form, { id, name, langs }))}</details>`
}

/** Fields for the words that these readers have. */
export const otherTexts = (form: FormState, audiences: readonly Choice[], { language, languages }: Languages): Html =>
  html`${audiences.map(([id, name]) => forOne(form, { id, name, langs: languages.filter((lang) => lang !== language) }))}`

const forOne = (form: FormState, { id, name, langs }: { id: string; name: string; langs: readonly string[] }): Html =>
  html`<details class="fold"${typed(form, bodyOf(id)) && html` open`}><summary>For <bdi>${name}</bdi></summary>${textarea(form, { name: bodyOf(id), label: `Text for ${name}`, rows: 4, maxlength: limits.body })}${textarea(form, { name: shortOf(id), label: `Short form for ${name}`, rows: 2, maxlength: limits.short })}${langs.map(
    (lang) =>
      textarea(form, {
        name: translationOf(id, lang),
        label: `Text for ${name} (${languageOf(lang).name})`,
        rows: 3,
        maxlength: limits.body,
      }),
  )}</details>`

const isAboutTexts = ({ pointer }: { pointer: string }) => /^\/(texts|short)/.test(pointer)

/** As they are in order; of the others, whoever belongs to an audience of the page before whoever is merely signed in. */
function inOrder(form: FormState, audiences: readonly Choice[]): Choice[] {
  const written = Object.keys(form.values).filter((name) => typed(form, name) !== '')
  const place = ([id]: Choice) => {
    const at = written.indexOf(bodyOf(id))
    return at === -1 ? written.length + Number(general.includes(id)) : at
  }
  return audiences.toSorted((a, b) => place(a) - place(b))
}
const general = ['subscribers', 'staff']

export type TypedText = {
  audience: string
  body: string
  short: string | null
  translations: Record<string, { body: string }>
}

/** What was typed for some readers, in the order of the form. */
export function textsTyped(values: Values | Record<string, unknown>): TypedText[] {
  const one = (name: string) => String([values[name] ?? ''].flat()[0] ?? '').trim()
  return Object.keys(values)
    .filter((name) => name.startsWith(prefix) && one(name) !== '')
    .map((name) => name.slice(prefix.length))
    .map((audience) => ({
      audience,
      body: one(bodyOf(audience)),
      short: one(shortOf(audience)) || null,
      translations: Object.fromEntries(
        Object.keys(values).flatMap((name) => {
          const [, lang, whose] = /^translation\.([a-z]{2})\.(.+)$/.exec(name) ?? []
          return lang && whose === audience && one(name) !== '' ? [[lang, { body: one(name) }]] : []
        }),
      ),
    }))
}

/** Whether the fields stood on the form at all. */
export const asksForTexts = (values: Values | Record<string, unknown>): boolean =>
  Object.keys(values).some((name) => name.startsWith(prefix))

/** The same the other way. */
export const textValues = (
  texts: readonly {
    audience: string
    body: string
    short: string | null
    translations: Readonly<Record<string, { body?: string | undefined } | undefined>>
  }[],
): Values =>
  Object.fromEntries(
    texts.flatMap(({ audience, body, short, translations }) => [
      [bodyOf(audience), body],
      [shortOf(audience), short ?? ''],
      ...Object.entries(translations).map(([lang, one]) => [translationOf(audience, lang), one?.body ?? '']),
    ]),
  )

const prefix = 'text.'
const bodyOf = (audience: string) => `${prefix}${audience}`
const shortOf = (audience: string) => `short.${audience}`
const translationOf = (audience: string, lang: string) => `translation.${lang}.${audience}`
