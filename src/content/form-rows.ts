import { audiencesIn } from '../audiences/fields.ts'
import { carried } from '../web/carried.ts'
import type { Values } from '../web/page.ts'

export const rowLists = ['faq', 'contacts', 'texts'] as const
export type RowList = (typeof rowLists)[number]

export const rowFields: Record<RowList, readonly string[]> = {
  faq: ['question', 'answer', 'audiences', 'translations'],
  contacts: ['kind', 'label', 'value', 'audiences', 'translations'],
  texts: ['key', 'heading', 'text', 'audiences', 'translations'],
}

export const isRowList = (name: string): name is RowList => (rowLists as readonly string[]).includes(name)

/** A field's text; null where it is empty. */
export const textIn = (values: Values, name: string): string | null => [values[name] ?? ''].flat()[0]?.trim() || null

/** The numbers of a list's rows in which something is filled, in order: `faq.3.question` is in row 3. A kind, readers or translations alone are nothing. */
export function rowNumbers(values: Values, list: RowList): number[] {
  const fields = rowFields[list].filter((field) => !['kind', 'audiences', 'translations'].includes(field))
  const numbers = Object.keys(values).flatMap((name) => {
    const [, of, row, field = ''] = /^(\w+)\.(\d{1,3})\.(\w+)$/.exec(name) ?? []
    return of === list && fields.includes(field) && textIn(values, name) !== null ? [Number(row)] : []
  })
  return [...new Set(numbers)].sort((a, b) => a - b)
}

/** The rows in which something is filled. An empty field is left out; translations go through the form as they are. */
export const rowsIn = (values: Values, list: RowList): Record<string, unknown>[] =>
  rowNumbers(values, list).map((row) =>
    Object.fromEntries(
      rowFields[list].flatMap((field) => {
        const value = valueIn(values, `${list}.${row}.${field}`, field)
        return value === null ? [] : [[field, value]]
      }),
    ),
  )

function valueIn(values: Values, name: string, field: string): unknown {
  if (field === 'audiences') return audiencesIn(values, name)
  const text = textIn(values, name)
  return text !== null && field === 'translations' ? carried(text) : text
}

/** The keys of the texts that a form has. */
export const textKeysIn = (values: Values): string[] =>
  rowsIn(values, 'texts').flatMap(({ key }) => (typeof key === 'string' ? [key] : []))
