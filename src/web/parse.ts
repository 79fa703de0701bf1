import { InvalidInput, type Problem } from '../lib/errors.ts'
import type { z } from '../lib/zod.ts'

/** The value as the schema sees it. Throws InvalidInput that names each wrong place. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new InvalidInput('The input is not as expected.', problemsOf(result.error))
}

/** zod's issues as problems, each with its JSON pointer; an unknown field is named by its own. */
export const problemsOf = (error: z.ZodError): Problem[] =>
  error.issues.flatMap((issue) => problems(issue)).slice(0, 50)

function problems(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'unknown field' }))
  if (issue.code === 'invalid_value' && /^Invalid (option|input): /.test(issue.message))
    return [{ pointer: pointerTo(issue.path), detail: expectedOneOf(issue.values) }]
  return [{ pointer: pointerTo(issue.path), detail: inWords(issue.message) }]
}

/** "expected "red", "green" or "blue"": all that may stand there. */
const expectedOneOf = (values: readonly unknown[]): string => {
  const named = values.map((value) => JSON.stringify(value))
  return `expected ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(named)}`
}

const inWords = (message: string) =>
  message.replace(/^Invalid input: /, '').replace('received undefined', 'found nothing')

/** RFC 6901. The whole is the empty pointer. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
