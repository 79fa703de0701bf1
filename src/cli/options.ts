import { InvalidInput } from '../lib/errors.ts'
import type { z } from '../lib/zod.ts'
import { problemsOf } from '../web/parse.ts'

/** Options as a verb's input. Throws with a line that names each wrong one. */
export function fromOptions<Schema extends z.ZodType>(
  schema: Schema,
  options: Record<string, unknown>,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const words = problemsOf(result.error).map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`)
  throw new InvalidInput(words.join('; '))
}
