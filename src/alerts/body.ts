import { z } from '../lib/zod.ts'
import { encodingOf, unpacked } from './unpack.ts'

/** More would only slow the reader's browser down; the API has the whole. */
const mostShown = 200_000
/** Bytes; what is longer was not read either. */
const mostUnpacked = 1024 * 1024

export type ShownBody = {
  text: string
  /** What a reader must know about the text: cut, or no text at all. */
  note: string | null
}

type Stored = { body: Buffer; size: number; headers: Readonly<Record<string, string>> }

/** A stored body for people: unpacked, and JSON indented, with its numbers digit for digit; all else stands as it came. */
export function shownBody({ body: stored, size, headers }: Stored): ShownBody {
  const encoding = encodingOf(headers)
  const plain = encoding === null ? null : unpackedOrNull({ body: stored, headers })
  const body = plain ?? stored
  const text = readable(body)
  const shown = text === null ? body.toString('latin1').replace(/[^\n\t\x20-\x7e]/g, '·') : (indented(text) ?? text)
  const notes = [
    text === null && 'It is no UTF-8 text; bytes that cannot be shown are dots.',
    plain && `It came packed (${encoding}), and stands here unpacked: ${bytes(body.length)}.`,
    size > stored.length && `Of ${bytes(size)} the first ${bytes(stored.length)} were kept.`,
    shown.length > mostShown && 'Only its beginning is shown; the API has the whole.',
  ].filter(Boolean)
  return { text: shown.slice(0, mostShown), note: notes.join(' ') || null }
}

function unpackedOrNull(packed: Pick<Stored, 'body' | 'headers'>): Buffer | null {
  try {
    return unpacked(packed, mostUnpacked)
  } catch {
    return null
  }
}

export const bytes = (size: number): string =>
  size < 1024
    ? `${size} bytes`
    : size < 1024 * 1024
      ? `${Math.round(size / 1024)} KB`
      : `${(size / 1048576).toFixed(1)} MB`

function readable(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return null
  }
}

/** By its own characters, so that nothing in it becomes another: numbers keep their digits, names their order. */
function indented(text: string): string | null {
  if (!isJson(text)) return null
  const tokens = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? []
  let depth = 0
  const line = () => `\n${'  '.repeat(Math.min(depth, 40))}`
  return tokens
    .map((token, i) => {
      const isEmpty = /[[{]/.test(tokens[i - 1] ?? '') && (tokens[i - 1]?.length ?? 0) === 1
      if (token === '{' || token === '[') {
        depth += 1
        return /^[}\]]$/.test(tokens[i + 1] ?? '') ? token : token + line()
      }
      if (token === '}' || token === ']') {
        depth -= 1
        return isEmpty ? token : line() + token
      }
      if (token === ',') return token + line()
      return token === ':' ? ': ' : token
    })
    .join('')
}

function isJson(text: string): boolean {
  try {
    return /^\s*[[{]/.test(text) && JSON.parse(text) !== null
  } catch {
    return false
  }
}

/** What jsonb columns of names and texts hold. */
export const texts = (value: unknown): Record<string, string> => z.record(z.string(), z.string()).catch({}).parse(value)
