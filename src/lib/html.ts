/** Text that is already HTML. Only `html` and `raw` make it, so a string can never slip in unescaped. */
export type Html = { readonly __html: string }

type Value = Html | string | number | null | undefined | false | readonly Value[]

/** Builds HTML from a template; every value is escaped unless it is itself Html. null, undefined and false print nothing. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  let out = parts[0] ?? ''
  for (let i = 0; i < values.length; i++) out += render(values[i]) + (parts[i + 1] ?? '')
  return { __html: out }
}

/** Marks a string as HTML. Only for text that this program wrote or sanitized. */
export const raw = (text: string): Html => ({ __html: text })

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => entities[c]!)

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  if (isList(value)) return value.map(render).join('')
  return value.__html
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
