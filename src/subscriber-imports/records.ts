import { Readable } from 'node:stream'
import type { CsvError } from 'csv-parse'
import { InvalidInput } from '../lib/errors.ts'

/** One record of a file, with the line that it ends on; or what is wrong with it. */
export type FileRecord = { line: number; cells: readonly string[] } | { line: number; wrong: string }

/** A line of a file may be so long, in characters. */
const longest = 100_000

/**
 * The records of a CSV file (RFC 4180), one after the other, in flat memory. A BOM, any line ending, and semicolons or tabs
 * instead of commas are understood. Throws `InvalidInput` where the file as a whole is none.
 */
export async function* recordsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FileRecord> {
  const { parse } = await import('csv-parse')
  const text = textOf(bytes)
  const start = await beginning(text)
  const wrong: { line: number; wrong: string }[] = []
  const parser = parse({
    delimiter: delimiterOf(start),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // A quote within a value is one more letter of it: what the column expects decides.
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: longest,
    on_skip: (error: CsvError | undefined) => {
      // One that is too long is said again and again.
      if (error && wrong.at(-1)?.line !== Number(error.lines ?? 0))
        wrong.push({ line: Number(error.lines ?? 0), wrong: said(error) })
      return undefined
    },
  })
  const source = Readable.from(joined(start, text))
  source.once('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      // The parser is ahead of us: what it skipped may stand after this one.
      while (wrong[0] && wrong[0].line <= info.lines) yield wrong.shift()!
      yield { line: info.lines, cells: record }
    }
    yield* wrong.splice(0)
  } finally {
    source.destroy()
  }
}

/** Enough of the text to see how its values are told apart. */
async function beginning(text: AsyncGenerator<string>): Promise<string> {
  let start = ''
  while (!/.[\r\n]/.test(start) && start.length < longest) {
    const { value, done } = await text.next()
    if (done) break
    start += value
  }
  return start
}

async function* joined(start: string, rest: AsyncGenerator<string>) {
  yield start
  yield* rest
}

async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let isFirst = true
  for await (const chunk of bytes) {
    if (isFirst) refuseUtf16(chunk)
    isFirst = false
    const text = decoded(decoder, chunk, true)
    if (text.includes('\0')) throw none('it holds NUL characters: expected text in UTF-8')
    if (text !== '') yield text
  }
  const end = decoded(decoder, new Uint8Array(), false)
  if (end !== '') yield end
}

function decoded(decoder: TextDecoder, chunk: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(chunk, { stream })
  } catch {
    throw none('it is not in UTF-8: save it as "CSV UTF-8"')
  }
}

function refuseUtf16([a, b, c, d]: Uint8Array) {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a !== 0 && b === 0 && c !== 0 && d === 0))
    throw none('it is in UTF-16: save it as "CSV UTF-8"')
  if (a === 0x50 && b === 0x4b) throw none('it is a workbook or a packed file: save it as "CSV UTF-8"')
}

const none = (detail: string) => new InvalidInput('This is no CSV file.', [{ pointer: '/file', detail }])

/** The one that stands most often in the first line, outside of quotes. */
function delimiterOf(start: string): string {
  const line = (start.split(/\r\n|\r|\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((mark) => [line.split(mark).length, mark] as const)
  return counts.reduce((best, one) => (one[0] > best[0] ? one : best))[1]
}

const said = (error: CsvError): string =>
  error.code === 'CSV_MAX_RECORD_SIZE'
    ? `expected a line of at most ${longest.toLocaleString('en-GB')} characters: is a quote left open? What follows was not read`
    : 'expected quotes around a whole value, and two of them for one inside'
