import { AudienceNames } from '../components/schema.ts'
import { Key, oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { translated } from '../publishing/languages/schema.ts'
import type { Metric } from './find.ts'

/** Metrics of one page: their charts are part of its front. */
export const mostMetrics = 20
/** Points of one call. */
export const mostPoints = 3000

/** What is added up stays a number. */
const largest = 1e15
const number = z
  .number('expected a number')
  .min(-largest, 'expected a number from -1e15 to 1e15')
  .max(largest, 'expected a number from -1e15 to 1e15')

export const MetricTranslations = translated({ name: oneLine(100), description: prose(500) })

const shape = {
  name: oneLine(100),
  description: prose(500).nullish(),
  translations: MetricTranslations.nullish(),
  unit: oneLine(20).nullish().meta({ description: 'What stands behind each value.', example: 'ms' }),
  decimals: z
    .int('expected a whole number from 0 to 6')
    .min(0)
    .max(6)
    .optional()
    .meta({ description: 'Decimal places of each value; 0 when absent.' }),
  minimum: number.nullish().meta({ description: 'Where the axis begins. Null: as the values are.' }),
  maximum: number.nullish().meta({ description: 'Where the axis ends. Null: as the values are.' }),
  position: z.int().min(0).max(100_000).optional().meta({ description: 'Its place on the page; last when absent.' }),
  audiences: AudienceNames.nullish().meta({ description: 'Who may see it: keys of audiences. Null: everybody.' }),
}

export const NewMetric = z.strictObject({ page: z.string(), key: Key, ...shape })
export type NewMetric = z.infer<typeof NewMetric>

export const ChangeMetric = z.strictObject(shape).partial()
export type ChangeMetric = z.infer<typeof ChangeMetric>

const { position: _, ...inFile } = shape

/** A metric in a configuration file, where its place in the list is its position. */
export const MetricEntry = z
  .strictObject({ key: Key, ...inFile })
  .refine(({ minimum, maximum }) => (minimum ?? -Infinity) < (maximum ?? Infinity), {
    path: ['maximum'],
    message: 'expected a number above the minimum',
  })

/** What a person or a file sets on a metric. */
export type MetricSettings = {
  name: string
  description: string | null
  translations: z.infer<typeof MetricTranslations>
  unit: string | null
  decimals: number
  minimum: number | null
  maximum: number | null
  position: number
  /** Ids of audiences. */
  audiences: string[] | null
}

export const metricSettings = (row: Pick<Metric, keyof MetricSettings>): MetricSettings => ({
  name: row.name,
  description: row.description,
  translations: row.translations as MetricSettings['translations'],
  unit: row.unit,
  decimals: row.decimals,
  minimum: row.minimum,
  maximum: row.maximum,
  position: row.position,
  audiences: row.audiences,
})

export const ReorderMetrics = z.strictObject({
  page: z.string(),
  metrics: z.array(z.string()).min(1).max(mostMetrics).meta({ description: 'Ids or keys of all of them, in order.' }),
})

const Point = z.strictObject({
  at: z.iso
    .datetime({ offset: true, error: 'expected a time such as 2026-11-22T10:42:00Z' })
    .optional()
    .meta({ description: 'Its minute counts. At most 30 days ago; now when absent.' }),
  value: number,
})

export const NewPoints = z.strictObject({
  points: z.array(Point).min(1, 'expected at least one point').max(mostPoints, `expected at most ${mostPoints} points`),
})
export type NewPoints = z.infer<typeof NewPoints>
