import { InvalidInput } from '../lib/errors.ts'
import type { RawRequest } from '../web/raw-route.ts'
import { Unreadable } from '../web/read-body.ts'
import { largestPicture } from './prepare.ts'

/** What a form may add to its file. */
const around = 64 * 1024

/**
 * The file in a request: the body itself, named by `?name=`, or the part `file` of a form. Read up to what a file may have;
 * whoever sends more is cut off there.
 */
export async function fileIn(request: RawRequest): Promise<{ called: string; bytes: Buffer }> {
  const type = request.header('content-type') ?? ''
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    const called = new URL(request.raw.url).searchParams.get('name') ?? ''
    return { called, bytes: await request.body(largestPicture) }
  }
  const body = await request.body(largestPicture + around)
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Unreadable('The form could not be read.')
  })
  const file = form.get('file')
  if (!(file instanceof File))
    throw new InvalidInput('There is no file.', [{ pointer: '/file', detail: 'expected a file in the field "file"' }])
  return { called: file.name, bytes: Buffer.from(await file.arrayBuffer()) }
}
