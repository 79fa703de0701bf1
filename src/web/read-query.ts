import { InvalidInput } from '../lib/errors.ts'
import { pointerTo } from './parse.ts'
import { checkText } from './read-json.ts'

/** The query as names and values. Throws where a name stands twice: which one counts would be a guess. */
export function readQuery(url: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null)
  for (const [name, value] of new URL(url).searchParams) {
    const pointer = pointerTo([name])
    checkText(name, '')
    checkText(value, pointer)
    if (name in query) throw new InvalidInput('The query is not as expected.', [{ pointer, detail: 'given twice' }])
    query[name] = value
  }
  return { ...query }
}
