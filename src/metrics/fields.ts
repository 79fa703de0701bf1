import { audiencesIn } from '../audiences/fields.ts'
import { translationsIn, translationValues } from '../pages/translation-fields.ts'
import type { Values } from '../web/page.ts'
import type { Metric } from './find.ts'

/** A metric as its form shows it. */
export const valuesOf = (row: Metric): Values => ({
  name: row.name,
  description: row.description ?? '',
  ...translationValues(row.translations as Parameters<typeof translationValues>[0]),
  unit: row.unit ?? '',
  decimals: String(row.decimals),
  minimum: row.minimum === null ? '' : String(row.minimum),
  maximum: row.maximum === null ? '' : String(row.maximum),
  audiences: row.audiences ?? [],
})

/** What a form asks for, as the verbs take it. */
export const settingsFrom = (values: Values) => ({
  name: one(values, 'name'),
  description: one(values, 'description') || null,
  translations: translationsIn(values),
  unit: one(values, 'unit') || null,
  decimals: number(values, 'decimals') ?? 0,
  minimum: number(values, 'minimum'),
  maximum: number(values, 'maximum'),
  audiences: audiencesIn(values),
})

export const one = (values: Values, name: string): string => ([values[name] ?? ''].flat()[0] ?? '').trim()

/** Null where nothing was typed; what is no number is left for the schema to refuse. */
function number(values: Values, name: string): number | null {
  const text = one(values, name)
  return text === '' ? null : Number(text)
}
