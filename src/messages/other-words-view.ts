import { limits } from '../incidents/words.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { type Part, translationFields } from '../pages/translation-fields.ts'
import { languageOf } from '../publishing/languages/index.ts'
import { phaseWord } from '../publishing/words.ts'
import { type Choice, type FormState, textarea, typed } from '../web/console/forms.ts'
import { audienceOf, shortField, textField, translationField } from './form.ts'
import { phases } from './schema.ts'

/** Whom a message can have other words for, by key, and which languages there are. */
export type Others = { audiences: readonly Choice[]; languages: Pick<Page, 'language' | 'languages'> }

/** Fields for short forms, for other words for some readers and for other languages, each folded away where it is empty. */
export const otherWordsFields = (form: FormState, { audiences, languages }: Others): Html =>
  html`${fold(
    form,
    'Short forms',
    phases.map((phase) => shortField(phase)),
    html`<p class="help">For text messages, X and the like: at most ${limits.short} characters, plain text. Empty: the beginning of the text.</p>${phases.map((phase) => shortOf(form, phase))}`,
  )}
${fold(
  form,
  'Other words for some readers',
  Object.keys(form.values).filter((name) => audienceOf(name) !== undefined),
  html`<p class="help">Each reader gets the first text below that is for them, where it has one for the phase; everybody else gets the texts above.</p>${inOrder(form, audiences).map((audience) => forOne(form, audience, languages))}`,
  '/texts',
)}
${translationFields(form, languages, ownParts)}`

const ownParts: Part[] = [
  { name: 'title', label: 'Title', maxlength: limits.title },
  ...phases.map((name) => ({ name, label: phaseWord[name], maxlength: limits.body, rows: 3 })),
]

function forOne(form: FormState, [key, name]: Choice, { language, languages }: Others['languages']): Html {
  const others = languages.filter((lang) => lang !== language)
  const names = phases.flatMap((phase) => [
    textField(phase, key),
    shortField(phase, key),
    ...others.map((lang) => translationField(lang, phase, key)),
  ])
  return fold(
    form,
    html`For <bdi>${name}</bdi>`,
    names,
    phases.map(
      (phase) =>
        html`${textarea(form, { name: textField(phase, key), label: `${phaseWord[phase]}, for ${name}`, rows: 3, maxlength: limits.body })}${shortOf(form, phase, [key, name])}${others.map(
          (lang) =>
            textarea(form, {
              name: translationField(lang, phase, key),
              label: `${phaseWord[phase]}, for ${name} (${languageOf(lang).name})`,
              rows: 3,
              maxlength: limits.body,
            }),
        )}`,
    ),
  )
}

const shortOf = (form: FormState, phase: (typeof phases)[number], audience?: Choice): Html =>
  textarea(form, {
    name: shortField(phase, audience?.[0]),
    label: `${phaseWord[phase]}, in few words${audience ? `, for ${audience[1]}` : ''}`,
    rows: 2,
    maxlength: limits.short,
  })

function fold(
  form: FormState,
  title: Html | string,
  names: readonly string[],
  body: Html | readonly Html[],
  pointer = '',
): Html {
  const isWrong = form.problems.some((one) => one.pointer === pointer || names.includes(one.pointer.slice(1)))
  const isOpen = names.some((name) => typed(form, name) !== '') || (form.problems.length > 0 && isWrong)
  return html`<details class="fold"${isOpen && html` open`}><summary>${title}</summary><div class="stack">${body}</div></details>`
}

/** Those that have words already first, in their order: it decides who gets which. */
function inOrder(form: FormState, audiences: readonly Choice[]): Choice[] {
  const written = Object.keys(form.values).filter((name) => typed(form, name) !== '')
  const place = ([key]: Choice) => {
    const at = written.findIndex((name) => audienceOf(name) === key)
    return at === -1 ? written.length : at
  }
  return audiences.toSorted((a, b) => place(a) - place(b))
}
