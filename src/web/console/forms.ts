import type { Problem } from '../../lib/errors.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Values } from '../page.ts'

/** What a form shows: what was typed (or is set), and what is wrong with it. */
export type FormState = {
  readonly values: Values
  readonly problems: readonly Problem[]
  /** Tells fields of the same name apart where a page has several forms. */
  readonly prefix?: string
}

export const formState = (values: Values = {}, problems: readonly Problem[] = [], prefix?: string): FormState =>
  prefix === undefined ? { values, problems } : { values, problems, prefix }

/** What was typed into a field; of several values the first. */
export const typed = (form: FormState, name: string): string => [form.values[name] ?? ''].flat()[0] ?? ''

export const isTicked = (form: FormState, name: string, value: string): boolean =>
  [form.values[name] ?? []].flat().includes(value)

type Labelled = { name: string; label: string; help?: string | Html }

export type Field = Labelled & {
  type?: 'text' | 'email' | 'url' | 'number' | 'password' | 'datetime-local' | 'date' | 'time' | 'search'
  required?: boolean
  maxlength?: number
  placeholder?: string
  /** Of a `datalist` on the page, by its id. */
  list?: string
  autocomplete?: string
  /** For what a machine reads: no spelling, fixed width. */
  code?: boolean
  readonly?: boolean
}

export function field(form: FormState, options: Field): Html {
  const { name, type = 'text', required, maxlength, placeholder, list, autocomplete = 'off', code, readonly } = options
  return around(
    form,
    options,
    html`<input type="${type}" ${facts(form, options)} value="${typed(form, name)}" autocomplete="${autocomplete}"${[
      required && html` required`,
      maxlength && html` maxlength="${maxlength}"`,
      placeholder && html` placeholder="${placeholder}"`,
      list && html` list="${list}"`,
      code && html` class="code" spellcheck="false" autocapitalize="off"`,
      readonly && html` readonly`,
    ]}>`,
  )
}

export function textarea(
  form: FormState,
  options: Labelled & { rows?: number; required?: boolean; maxlength?: number; code?: boolean; placeholder?: string },
): Html {
  const { name, rows = 6, required, maxlength, code, placeholder } = options
  // A browser drops the first line break in a textarea: one more keeps that of the text.
  return around(
    form,
    options,
    html`<textarea ${facts(form, options)} rows="${rows}"${[
      required && html` required`,
      maxlength && html` maxlength="${maxlength}"`,
      placeholder && html` placeholder="${placeholder}"`,
      code && html` class="code" spellcheck="false"`,
    ]}>
${typed(form, name)}</textarea>`,
  )
}

export type Choice = readonly [value: string, words: string]

export const select = (form: FormState, options: Labelled & { choices: readonly Choice[] }): Html =>
  around(
    form,
    options,
    html`<select ${facts(form, options)}>${options.choices.map(
      ([value, words]) =>
        html`<option value="${value}"${value === typed(form, options.name) && html` selected`}>${words}</option>`,
    )}</select>`,
  )

/** One of a few, all in sight: the phases of an incident, the modes of a rule. */
export const choice = (form: FormState, options: Labelled & { choices: readonly Choice[] }): Html =>
  html`<fieldset class="choice" id="${idOf(form, options.name)}"${described(form, options)}><legend>${options.label}</legend><div class="segments">${options.choices.map(
    ([value, words]) =>
      html`<label><input type="radio" name="${options.name}" value="${value}"${value === typed(form, options.name) && html` checked`}><span>${words}</span></label>`,
  )}</div>${helpAndError(form, options)}</fieldset>`

/** A switch. Its value is "on"; where `values` has the name at all, it is on. */
export function checkbox(form: FormState, options: Labelled & { value?: string }): Html {
  const { name, label, value = 'on' } = options
  return html`<div class="field check"><label><input type="checkbox" ${facts(form, options, value)} value="${value}"${isTicked(form, name, value) && html` checked`}><span>${label}</span></label>${helpAndError(form, options, value)}</div>`
}

export const fieldset = (legend: string, body: Html | readonly Html[]): Html =>
  html`<fieldset class="group"><legend>${legend}</legend>${body}</fieldset>`

/** What is wrong, above the form: each line leads to its field. Nothing where all is well. `instead`: what did not happen. */
export function problemSummary(
  form: FormState,
  labels: Record<string, string> = {},
  instead = 'Nothing was saved yet',
): Html | null {
  if (form.problems.length === 0) return null
  return html`<div class="problems" role="alert" tabindex="-1" data-problems><p>${instead}. Please look at this:</p><ul>${form.problems.map(
    ({ pointer, detail }) => {
      const name = nameOf(pointer)
      const words = sentence(detail)
      return html`<li>${name ? html`<a href="#${idOf(form, name)}">${labels[name] ?? name}</a>: ${words}` : words}</li>`
    },
  )}</ul></div>`
}

/** Where the problem is: the first step of a JSON pointer. */
const nameOf = (pointer: string) => (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~')

const sentence = (detail: string) => `${detail.slice(0, 1).toUpperCase()}${detail.slice(1).replace(/[.]$/, '')}.`

const idOf = (form: FormState, name: string, value?: string) =>
  `f-${form.prefix ? `${form.prefix}-` : ''}${name}${value && value !== 'on' ? `-${value}` : ''}`

const around = (form: FormState, options: Labelled, control: Html): Html =>
  html`<div class="field"><label for="${idOf(form, options.name)}">${options.label}</label>${control}${helpAndError(form, options)}</div>`

const facts = (form: FormState, options: Labelled, value?: string): Html =>
  html`id="${idOf(form, options.name, value)}" name="${options.name}"${described(form, options, value)}`

function described(form: FormState, options: Labelled, value?: string): Html {
  const id = idOf(form, options.name, value)
  const wrong = errorsOf(form, options.name).length > 0
  const by = [wrong && `${id}-error`, options.help && `${id}-help`].filter(Boolean).join(' ')
  return html`${wrong && html` aria-invalid="true"`}${by && html` aria-describedby="${by}"`}`
}

function helpAndError(form: FormState, { name, help }: Labelled, value?: string): Html {
  const id = idOf(form, name, value)
  const errors = errorsOf(form, name)
  return html`${errors.length > 0 && html`<p class="error" id="${id}-error">${errors.map(sentence).join(' ')}</p>`}${help && html`<p class="help" id="${id}-help">${help}</p>`}`
}

const errorsOf = (form: FormState, name: string) =>
  form.problems.filter(({ pointer }) => nameOf(pointer) === name).map(({ detail }) => detail)
