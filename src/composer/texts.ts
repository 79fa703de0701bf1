import { limits } from '../incidents/words.ts'
import { type Html, html } from '../lib/html.ts'
import { type Choice, type FormState, textarea, typed } from '../web/console/forms.ts'
import type { Values } from '../web/page.ts'

/** Fields for the post in few words, and for other words for some readers, folded away where nothing is typed. */
export function otherWords(form: FormState, audiences: readonly Choice[]): Html {
  const names = ['short', ...audiences.flatMap(([id]) => [bodyOf(id), shortOf(id)])]
  const isOpen = names.some((name) => typed(form, name) !== '') || form.problems.some(isAboutTexts)
  const problems = form.problems.filter(({ pointer }) => pointer.startsWith('/texts'))
  return html`<details class="starter" id="f-texts"${isOpen && html` open`}><summary>Other words for some readers</summary>
<p class="help">Each reader gets the first text below that is for them, on the page and in what they are told. Everybody else gets the text above.</p>${problems.map(
    ({ detail }) => html`<p class="error">${detail}</p>`,
  )}
${textarea(form, { name: 'short', label: 'Short form', rows: 2, maxlength: limits.short, help: `For text messages, X and the like: at most ${limits.short} characters, plain text. Empty: the beginning of the text.` })}
${inOrder(audiences).map(
  ([id, name]) =>
    html`<details class="fold"${typed(form, bodyOf(id)) && html` open`}><summary>For <bdi>${name}</bdi></summary>${textarea(form, { name: bodyOf(id), label: `Text for ${name}`, rows: 4, maxlength: limits.body })}${textarea(form, { name: shortOf(id), label: `Short form for ${name}`, rows: 2, maxlength: limits.short })}</details>`,
)}</details>`
}

const isAboutTexts = ({ pointer }: { pointer: string }) => /^\/(texts|short)/.test(pointer)

/** Whoever belongs to an audience of the page is meant before whoever is merely signed in. */
const inOrder = (audiences: readonly Choice[]) => [
  ...audiences.filter(([id]) => !general.includes(id)),
  ...audiences.filter(([id]) => general.includes(id)),
]
const general = ['subscribers', 'staff']

export type TypedText = { audience: string; body: string; short: string | null }

/** What was typed for some readers, in the order of the form. */
export function textsTyped(values: Values | Record<string, unknown>): TypedText[] {
  const one = (name: string) => String([values[name] ?? ''].flat()[0] ?? '').trim()
  return Object.keys(values)
    .filter((name) => name.startsWith(prefix) && one(name) !== '')
    .map((name) => name.slice(prefix.length))
    .map((audience) => ({ audience, body: one(bodyOf(audience)), short: one(shortOf(audience)) || null }))
}

/** The same the other way. */
export const textValues = (texts: readonly TypedText[]): Values =>
  Object.fromEntries(
    texts.flatMap(({ audience, body, short }) => [
      [bodyOf(audience), body],
      [shortOf(audience), short ?? ''],
    ]),
  )

const prefix = 'text.'
const bodyOf = (audience: string) => `${prefix}${audience}`
const shortOf = (audience: string) => `short.${audience}`
