import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { z } from '../lib/zod.ts'
import { Header, Manifest, tally } from './format.ts'

/** The file is no backup, is incomplete, or was changed. */
export class DamagedBackup extends Error {}

/** Reads a backup to its end and makes sure that it is whole and unchanged. */
export async function verifyBackup(path: string): Promise<{ header: Header; manifest: Manifest }> {
  const sum = tally()
  let header: Header | null = null
  let last: string | null = null
  for await (const line of linesIn(path)) {
    if (last !== null) sum.add(last)
    header ??= parse(path, Header, line)
    last = line
  }
  if (header === null || last === null) throw new DamagedBackup(`${path} is empty`)
  const manifest = parse(path, Manifest, last)
  const { rows, sha256 } = sum.manifest()
  const counts = new Set([...Object.keys(rows), ...Object.keys(manifest.rows)])
  if (sha256 !== manifest.sha256 || [...counts].some((table) => rows[table] !== manifest.rows[table]))
    throw new DamagedBackup(`${path} was changed or cut: its checksum is not right`)
  return { header, manifest }
}

/** The lines of a backup, as they stand. Throws `DamagedBackup` where it cannot be unpacked. */
export async function* linesIn(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const plain = file.pipe(createGunzip())
  file.on('error', (error) => plain.destroy(error))
  const decoder = new StringDecoder('utf8')
  let rest = ''
  try {
    for await (const chunk of plain) {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    // The system's own errors, such as ENOENT, say best what they are.
    throw /^E(?!RR_)[A-Z]+$/.test(code ?? '') ? error : new DamagedBackup(`${path} cannot be unpacked: ${message}`)
  } finally {
    file.destroy()
  }
  if (rest !== '') yield rest
}

function parse<T>(path: string, schema: z.ZodType<T>, line: string): T {
  const json = z.string().transform((text, issue) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      issue.addIssue({ code: 'custom', message: 'no JSON' })
      return z.NEVER
    }
  })
  const parsed = json.pipe(schema).safeParse(line)
  if (!parsed.success) throw new DamagedBackup(`${path} is not a backup of Upfront, or not a whole one`)
  return parsed.data
}
