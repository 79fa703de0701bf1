import { limits } from '../incidents/words.ts'
import { Key, oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'
import { placeholderProblems, promisesNextUpdate } from './placeholders.ts'

const title = withValues(oneLine(limits.title))
const body = withValues(prose(limits.body))

const shape = {
  title,
  investigating: body,
  identified: body.nullish(),
  monitoring: body.nullish(),
  resolved: body
    .refine(
      (text) => !promisesNextUpdate(text),
      '{{nextUpdateAt}} has no value here: after the end nothing is promised',
    )
    .nullish(),
}

const phase = body.nullish()
export const MessageTranslations = z
  .partialRecord(
    LanguageCode,
    z
      .strictObject({ title, investigating: body, identified: phase, monitoring: phase, resolved: shape.resolved })
      .partial(),
  )
  .meta({ description: 'The same texts by language, for readers of it. A phase without one is shown as it is.' })
export type MessageTranslations = z.infer<typeof MessageTranslations>

export const NewMessage = z.strictObject({ key: Key, ...shape, translations: MessageTranslations.nullish() })
export type NewMessage = z.infer<typeof NewMessage>

export const ChangeMessage = NewMessage.partial()
export type ChangeMessage = z.infer<typeof ChangeMessage>

/** A text in which every `{{path}}` must be a documented value. */
function withValues<T extends z.ZodType<string>>(schema: T) {
  return schema.superRefine((text, issue) => {
    for (const message of placeholderProblems(text)) issue.addIssue({ code: 'custom', message })
  })
}
