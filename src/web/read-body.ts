import { InvalidInput, TooLarge } from '../lib/errors.ts'

export const megabyte = 1024 * 1024

/** The body could not be read as what it says it is: 400. */
export class Unreadable extends InvalidInput {}

/** The body is of a kind that the route does not take: 415. */
export class Unsupported extends InvalidInput {}

/** The whole body. Throws TooLarge as soon as it is known to exceed `limit` bytes. */
export async function readBody(request: Request, limit: number): Promise<Buffer> {
  const tooLarge = () => new TooLarge(`The body is larger than ${limit} bytes.`)
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') throw new Unsupported(`Expected a body that is not packed, not ${encoding}.`)
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > limit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Bytes as text. Throws Unreadable where they are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Unreadable('The body is not valid UTF-8.', [{ pointer: '', detail: 'expected UTF-8' }])
  }
}
