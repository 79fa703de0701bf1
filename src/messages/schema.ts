import { limits } from '../incidents/words.ts'
import { Key, oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
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

export const NewMessage = z.strictObject({ key: Key, ...shape })
export type NewMessage = z.infer<typeof NewMessage>

export const ChangeMessage = NewMessage.partial()
export type ChangeMessage = z.infer<typeof ChangeMessage>

/** A text in which every `{{path}}` must be a documented value. */
function withValues<T extends z.ZodType<string>>(schema: T) {
  return schema.superRefine((text, issue) => {
    for (const message of placeholderProblems(text)) issue.addIssue({ code: 'custom', message })
  })
}
