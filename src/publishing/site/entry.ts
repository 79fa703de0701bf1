import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { headersFor, isMissing, type Own } from './headers.ts'

/**
 * One form of a file with all that its answer needs, so that serving it only writes. `text` is the body of a small one
 * as latin1, byte for byte: Node sends a string together with the head in one write, and a Buffer in two.
 */
export type Variant = { body: Buffer; text: string | null; etag: string; headers: string[]; notModified: string[] }

/** A file as it is served: plain, and compressed where that is smaller. */
export type Entry = { status: number; bodies: Bodies; plain: Variant; br: Variant; gzip: Variant }

export type Bodies = { plain: Buffer; br: Buffer; gzip: Buffer }
export const encodings = ['plain', 'br', 'gzip'] as const
export type Encoding = (typeof encodings)[number]

/** Off the event loop. Quality 5 takes milliseconds; 11 would take a hundred times as long for a tenth less. */
export async function compress(plain: Buffer): Promise<Bodies> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  const [br, gz] = await Promise.all([brotli(plain, { params }), deflate(plain, { level: 6 })])
  return { plain, br, gzip: gz }
}

const brotli = promisify(brotliCompress)
const deflate = promisify(gzip)

export function entryOf(path: string, contentType: string, made: Bodies, own?: Own): Entry {
  const bodies = { plain: alone(made.plain), br: alone(made.br), gzip: alone(made.gzip) }
  const id = contentHash(bodies.plain)
  const common = headersFor(path, contentType, own)
  const vary = own?.negotiated ? 'Accept-Encoding, Accept-Language' : 'Accept-Encoding'
  const variant = (encoding: Encoding): Variant => {
    const smaller = bodies[encoding].length < bodies.plain.length
    const used = smaller ? encoding : 'plain'
    const body = bodies[used]
    // Strong tags name bytes, so each form has its own: https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.3
    const etag = used === 'plain' ? `"${id}"` : `"${id}-${used}"`
    const shared = [...common, 'ETag', etag, 'Vary', vary]
    const coded = used === 'plain' ? [] : ['Content-Encoding', used]
    const text = body.length <= longestText ? body.toString('latin1') : null
    return {
      body,
      text,
      etag,
      notModified: shared,
      headers: [...shared, ...coded, 'Content-Length', String(body.length)],
    }
  }
  const status = isMissing(path) ? 404 : 200
  return { status, bodies, plain: variant('plain'), br: variant('br'), gzip: variant('gzip') }
}

/** A short Buffer is a part of 64 KiB that Node shares out: what is kept for long would keep all of it, and `weightOf` would not tell. */
const alone = (body: Buffer): Buffer =>
  body.buffer.byteLength === body.length ? body : Buffer.from(new Uint8Array(body).buffer)

/** Node writes strings up to 16 KiB, head included, without allocating: `StreamBase::WriteString` in its sources. */
const longestText = 12 * 1024

export const contentHash = (body: Buffer) => hash('sha256', body, 'base64url').slice(0, 22)

export const weightOf = ({ bodies }: Entry) => 2 * (bodies.plain.length + bodies.br.length + bodies.gzip.length) + 2048
