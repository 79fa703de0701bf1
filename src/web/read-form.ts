import type { SentFile, Values } from './page.ts'
import { pointerTo } from './parse.ts'
import { textOf, Unreadable, Unsupported } from './read-body.ts'
import { checkText } from './read-json.ts'

/** A form's fields. Files are refused. */
export async function readForm(bytes: Buffer, contentType: string | null): Promise<Values> {
  const { values, files } = await readFormWithFiles(bytes, contentType)
  const [file] = files
  if (file)
    throw new Unsupported('Expected no files.', [{ pointer: pointerTo([file.field]), detail: 'expected no file' }])
  return values
}

/** A form's fields and its files. */
export async function readFormWithFiles(bytes: Buffer, contentType: string | null) {
  const values: Record<string, string | string[]> = Object.create(null)
  const files: SentFile[] = []
  for (const [name, value] of await entries(bytes, contentType ?? '')) {
    if (typeof value !== 'string') {
      files.push({ field: name, called: value.name, bytes: Buffer.from(await value.arrayBuffer()) })
      continue
    }
    checkText(name, '')
    checkText(value, pointerTo([name]))
    const before = values[name]
    values[name] = before === undefined ? value : [before, value].flat()
  }
  return { values: { ...values }, files }
}

async function entries(bytes: Buffer, contentType: string): Promise<Iterable<[string, string | File]>> {
  if (bytes.length === 0) return []
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType)) return new URLSearchParams(textOf(bytes))
  if (!/^multipart\/form-data\s*;/i.test(contentType)) throw new Unsupported('Expected the fields of a form.')
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
  } catch {
    throw new Unreadable('The form could not be read.')
  }
}
