import { InvalidInput } from '../lib/errors.ts'
import { pointerTo } from '../web/parse.ts'
import { Unsupported } from '../web/read-body.ts'
import { checkText } from '../web/read-json.ts'

/** Above a file in a form: its fields and headers, in bytes. */
const mostHead = 64 * 1024

export type FormFile = { fields: Readonly<Record<string, string>>; name: string; bytes: AsyncIterable<Uint8Array> }

/**
 * The file at the end of a form (`multipart/form-data`, RFC 7578) as it comes, and the fields before it. What comes after
 * the file is not read: forms that use this put the file last.
 */
export async function formFile(body: AsyncIterable<Uint8Array>, contentType: string | null): Promise<FormFile> {
  const [, quoted, plain] = /^multipart\/form-data\s*;.*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '') ?? []
  const boundary = quoted ?? plain
  if (!boundary) throw new Unsupported('Expected a form with a file.')
  const mark = Buffer.from(`\r\n--${boundary}`)
  const chunks = body[Symbol.asyncIterator]()
  const fields: Record<string, string> = {}
  // The first boundary has no line end before it.
  let held: Buffer = Buffer.from('\r\n')
  const more = async () => {
    const { value, done } = await chunks.next()
    if (done) throw unfinished()
    held = Buffer.concat([held, value])
  }
  const upTo = async (end: Buffer) => {
    let at = held.indexOf(end)
    for (; at < 0; at = held.indexOf(end)) {
      if (held.length > mostHead) throw new InvalidInput('The form holds too much before its file.')
      await more()
    }
    const part = held.subarray(0, at)
    held = held.subarray(at + end.length)
    return part
  }
  await upTo(mark)
  for (;;) {
    const head = (await upTo(headEnd)).toString()
    const name = /\bname="([^"]*)"/i.exec(head)?.[1] ?? ''
    const called = /\bfilename="([^"]*)"/i.exec(head)?.[1]
    const text = called ?? (await upTo(mark)).toString()
    checkText(text, pointerTo([name]))
    if (called === undefined) {
      fields[name] = text
      continue
    }
    return { fields, name: called, bytes: rest(held, chunks, mark) }
  }
}

const headEnd = Buffer.from('\r\n\r\n')

async function* rest(first: Buffer, chunks: AsyncIterator<Uint8Array>, mark: Buffer): AsyncGenerator<Uint8Array> {
  let held = first
  for (;;) {
    const end = held.indexOf(mark)
    if (end >= 0) {
      yield held.subarray(0, end)
      return
    }
    // The mark may have begun at the end of what is there.
    const safe = held.length - mark.length + 1
    if (safe > 0) {
      yield held.subarray(0, safe)
      held = held.subarray(safe)
    }
    const { value, done } = await chunks.next()
    if (done) throw unfinished()
    held = Buffer.concat([held, value])
  }
}

const unfinished = () => new InvalidInput('The form ended in the middle of its file.')
