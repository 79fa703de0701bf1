import secureJson from 'secure-json-parse'
import { InvalidInput } from '../lib/errors.ts'
import type { Arrival } from './source.ts'

/** A value with the JSON pointer to where it stands in the body. */
export type Field = { readonly value: unknown; readonly pointer: string }

const deepest = 32
// An Alertmanager group of 1,500 alerts stays below it.
const mostKeys = 50_000

/**
 * The body as a tree: JSON, or a form as an object. What begins like JSON is read as JSON whatever its content type
 * says: SNS sends text/plain, and curl's `-d` sends a form's. Whole numbers beyond 2^53 become strings, digit for digit.
 */
export function readBody({ body, headers }: Pick<Arrival, 'body' | 'headers'>): Field {
  const text = decode(body)
  const isForm = /^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '')
  if (isForm && !/^\s*[{[]/.test(text)) return { value: readForm(text), pointer: '' }
  return readJson(text, '')
}

/** JSON inside a string of the body is read by the same rules; `pointer` is where that string stands. */
export function readJson(text: string, pointer: string): Field {
  checkSize(text, pointer)
  try {
    const reviver = /\d{16}/.test(text) ? keepDigits : undefined
    return { value: secureJson.parse(text, reviver, { protoAction: 'remove', constructorAction: 'remove' }), pointer }
  } catch (error) {
    const place = error instanceof Error ? /line \d+ column \d+|position \d+/.exec(error.message)?.[0] : undefined
    throw wrong(
      pointer,
      text.trim() === '' ? 'expected JSON, found nothing' : `expected JSON${place ? `; it breaks at ${place}` : ''}`,
    )
  }
}

export function readForm(text: string): Record<string, string> {
  const pairs = [...new URLSearchParams(text)]
  if (pairs.length > 1_000) throw wrong('', 'expected at most 1,000 form fields')
  return Object.assign(Object.create(null), Object.fromEntries(pairs))
}

/** `InvalidInput` that says where and what was expected. */
export const wrong = (pointer: string, detail: string) =>
  new InvalidInput(`${pointer === '' ? 'The body' : pointer}: ${detail}`, [{ pointer, detail }])

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw wrong('', 'expected UTF-8 text')
  }
}

/** Counts before anything is built, so that a hostile body costs one pass over its characters. */
function checkSize(text: string, pointer: string) {
  let depth = 0
  let keys = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfString(text, at)
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) throw wrong(pointer, `expected at most ${deepest} levels of nesting`)
    } else if (code === 0x7d || code === 0x5d) depth--
    else if (code === 0x3a && ++keys > mostKeys) throw wrong(pointer, `expected at most ${mostKeys} keys`)
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at
    if (code === 0x5c) at++
  }
  return text.length
}

function keepDigits(_: string, value: unknown, context?: { source?: string }) {
  const source = context?.source
  return typeof value === 'number' && !Number.isSafeInteger(value) && source && /^-?\d+$/.test(source) ? source : value
}
