import { type Html, html } from '../../lib/html.ts'
import type { SettingField } from '../../lib/setting-fields.ts'
import { checkbox, type FormState, field, fieldset, select, textarea } from './forms.ts'

/** The fields of a plugin's settings under a heading; nothing where it has none. */
export function settingInputs(
  form: FormState,
  legend: string,
  fields: readonly SettingField[],
  prefix: string,
  /** The ends of secrets that are set. */
  secrets: Record<string, string> = {},
): Html | null {
  if (fields.length === 0) return null
  return fieldset(
    legend,
    html`<div class="${fields.length > 3 ? 'pair' : 'stack'}">${fields.map((one) =>
      one.secret ? secretInput(form, one, prefix, secrets[one.name]) : input(form, one, prefix),
    )}</div>`,
  )
}

function input(form: FormState, one: SettingField, prefix: string): Html {
  const { name, label, help, kind, choices, required } = one
  if (kind === 'switch') return checkbox(form, { name: prefix + name, label, help })
  const facts = { name: prefix + name, label: kind === 'choice' ? label : labelOf(one), help }
  if (kind === 'choice') {
    const words = choices.map((one) => [one, one.replaceAll(/[_-]/g, ' ')] as const)
    return select(form, { ...facts, choices: required ? words : [['', 'as usual'] as const, ...words] })
  }
  return field(form, { ...facts, required, code: true, maxlength: 2000, ...(kind === 'number' && { type: 'number' }) })
}

/** What may stay empty says so. */
const labelOf = ({ label, required, usual }: SettingField): string =>
  required || usual !== '' ? label : `${label} (optional)`

/** A browser takes the line breaks out of what is put into a password field: a key of several lines gets room for them. */
function secretInput(form: FormState, one: SettingField, prefix: string, end: string | undefined): Html {
  const help = end ? html`${one.help} Set: <code>••••${end}</code>. Leave empty to keep it.` : one.help
  const facts = { name: prefix + one.name, label: labelOf(one), help, required: one.required && !end }
  return html`${
    one.kind === 'lines'
      ? textarea(form, { ...facts, rows: 5, code: true, placeholder: '-----BEGIN …' })
      : one.inSight
        ? field(form, { ...facts, code: true, maxlength: 2000 })
        : field(form, { ...facts, type: 'password', autocomplete: 'new-password' })
  }${end && checkbox(form, { name: `forget.${one.name}`, label: 'Forget what is set' })}`
}

/** A setting's problem belongs to its own field: `/settings/key` to the field `settings.key`. */
export const inField =
  (part: string) =>
  <P extends { pointer: string; detail: string }>({ pointer, detail }: P) => ({
    pointer: pointer.startsWith(`/${part}/`) ? `/${part}.${pointer.slice(part.length + 2)}` : pointer,
    detail,
  })
