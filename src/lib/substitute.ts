/** Values by path: `component.name`, `alert.labels.region`. Only own text and numbers count; nothing is called. */
export type Values = { readonly [name: string]: string | number | null | undefined | Values }

const placeholder = /\{\{\s*([A-Za-z][\w-]*(?:\.[\w-]+)*)\s*\}\}/g

/**
 * Replaces each `{{path}}` by its value, once: what a value itself contains is never looked at again. An unknown path
 * stays as it stands, an empty value leaves nothing. No logic, no evaluation. `write` may change how a value is written.
 */
export function substitute(text: string, values: Values, write: Write = (value) => value): string {
  return text.replace(placeholder, (whole, path: string, at: number) => {
    const value = valueAt(values, path)
    return value === undefined ? whole : write(value, { path, from: at, to: at + whole.length })
  })
}

/** `from` and `to` say where in the text the placeholder stands. */
export type Write = (value: string, place: { path: string; from: number; to: number }) => string

/** The paths that a text asks for, each once, in order. */
export const pathsIn = (text: string): string[] => [...new Set([...text.matchAll(placeholder)].map((m) => m[1]!))]

function valueAt(values: Values, path: string): string | undefined {
  let at: string | number | null | undefined | Values = values
  for (const name of path.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return undefined
    at = at[name]
  }
  if (at === null || at === undefined) return ''
  return typeof at === 'object' ? undefined : String(at)
}
