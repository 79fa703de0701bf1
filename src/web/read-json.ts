import secureJson from 'secure-json-parse'
import { InvalidInput } from '../lib/errors.ts'
import { pointerTo } from './parse.ts'
import { textOf, Unreadable, Unsupported } from './read-body.ts'

const deepest = 32
const usualKeys = 10_000

/** The body as JSON; undefined where there is none. Every text in it is one that the database takes. */
export function readJson(bytes: Buffer, contentType: string | null, mostKeys = usualKeys): unknown {
  if (bytes.length === 0) return undefined
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType ?? ''))
    throw new Unsupported('Expected Content-Type: application/json.', [{ pointer: '', detail: 'expected JSON' }])
  const value = parse(textOf(bytes))
  checkTree(value, mostKeys)
  return value
}

function parse(text: string): unknown {
  try {
    return secureJson.parse(text)
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'not JSON'
    throw new Unreadable('The body is not valid JSON.', [{ pointer: '', detail }])
  }
}

/** Throws where the tree is too deep or too large, or where a text in it cannot be stored. */
function checkTree(root: unknown, mostKeys: number): void {
  const waiting: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: root, path: [] }]
  let keys = 0
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { value, path } = at
    if (typeof value === 'string') checkText(value, pointerTo(path))
    if (value === null || typeof value !== 'object') continue
    if (path.length >= deepest) throw refused(`expected at most ${deepest} levels`, pointerTo(path))
    for (const [key, child] of Object.entries(value)) {
      if (++keys > mostKeys) throw refused(`expected at most ${mostKeys} values in all`, '')
      checkText(key, pointerTo(path))
      waiting.push({ value: child, path: [...path, Array.isArray(value) ? Number(key) : key] })
    }
  }
}

/** Throws where a text holds what PostgreSQL cannot store or UTF-8 cannot say. */
export function checkText(text: string, pointer: string): void {
  if (text.includes('\0')) throw refused('expected no NUL character', pointer)
  if (!text.isWellFormed()) throw refused('expected no half of a surrogate pair', pointer)
}

const refused = (detail: string, pointer: string) =>
  new InvalidInput('The input is not as expected.', [{ pointer, detail }])
