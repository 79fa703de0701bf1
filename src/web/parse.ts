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
  if ((issue.code === 'too_big' || issue.code === 'too_small') && /^Too (big|small): /.test(issue.message))
    return [{ pointer: pointerTo(issue.path), detail: expectedSize(issue) }]
  return [{ pointer: pointerTo(issue.path), detail: inWords(issue.message) }]
}

/** "expected at most 6", "expected at least 1 character". */
function expectedSize(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const [side, limit] = issue.code === 'too_big' ? ['at most', issue.maximum] : ['at least', issue.minimum]
  const bound = issue.inclusive === false ? (issue.code === 'too_big' ? 'less than' : 'more than') : side
  const unit = { string: 'character', array: 'item', set: 'item', map: 'item', file: 'byte' }[issue.origin as string]
  return `expected ${bound} ${limit}${unit ? ` ${unit}${limit === 1 ? '' : 's'}` : ''}`
}

/** "expected "red", "green" or "blue"": all that may stand there. */
const expectedOneOf = (values: readonly unknown[]): string => {
  const named = values.map((value) => JSON.stringify(value))
  return `expected ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(named)}`
}

const inWords = (message: string) =>
  message
    .replace(/^Invalid input: /, '')
    .replace('received undefined', 'found nothing')
    .replace('expected int, received number', 'expected a whole number')

/** RFC 6901. The whole is the empty pointer. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
