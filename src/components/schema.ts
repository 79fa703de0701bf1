import { Key, oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { ComponentTranslations } from '../publishing/languages/schema.ts'
import type { Component } from './find.ts'
import { componentStatuses, type RollUp, rollUps } from './status.ts'

/** Keys or ids of a page's audiences, or everyone, subscribers, staff. */
export const AudienceNames = z
  .array(z.string().min(1).max(100))
  .min(1, 'expected null, or at least one audience')
  .max(50)

export const Tags = z
  .record(oneLine(60), oneLine(200))
  .refine((tags) => Object.keys(tags).length <= 50, 'expected at most 50 tags')
  .meta({ description: 'Names and values to select components by.', example: { region: 'us' } })

const shape = {
  name: oneLine(255),
  description: prose(2000).nullish(),
  translations: ComponentTranslations.nullish(),
  tags: Tags.optional(),
  parent: z
    .string()
    .nullish()
    .meta({ description: 'The id or key of the component above it; null for the top level.' }),
  position: z
    .int()
    .min(0)
    .max(100_000)
    .optional()
    .meta({ description: 'Its place among its siblings; last when absent.' }),
  rollUp: z
    .enum(rollUps)
    .optional()
    .meta({ description: 'How the parts below count: the worst, the best, or not at all.' }),
  audiences: AudienceNames.nullish().meta({
    description: 'Who may see it and its parts: keys of audiences. Null: whoever may see what it is part of.',
  }),
}

export const NewComponent = z.strictObject({ page: z.string(), key: Key, ...shape })
export type NewComponent = z.infer<typeof NewComponent>

export const ChangeComponent = z
  .strictObject({
    ...shape,
    status: z
      .enum(componentStatuses)
      .meta({ description: 'Set by hand; open incidents count on top, the worst shows.' }),
  })
  .partial()
export type ChangeComponent = z.infer<typeof ChangeComponent>

/** What a person or a file sets on a component. `parent` is an id. */
export type ComponentSettings = {
  name: string
  description: string | null
  translations: z.infer<typeof ComponentTranslations>
  tags: Record<string, string>
  parent: string | null
  position: number
  rollUp: RollUp
  /** Ids of audiences. */
  audiences: string[] | null
}

export const componentSettings = (row: Component): ComponentSettings => ({
  name: row.name,
  description: row.description,
  translations: row.translations as ComponentSettings['translations'],
  tags: row.tags as Record<string, string>,
  parent: row.parent_id,
  position: row.position,
  rollUp: row.roll_up as RollUp,
  audiences: row.audiences,
})
