import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { InvalidInput } from '../lib/errors.ts'

const ways = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

/** A body is kept as it came, with this header of it. */
type Packed = { body: Buffer; headers: Readonly<Record<string, string>> }

/**
 * The bytes that the sender packed, as `content-encoding` says; those that came where it says nothing. At most `limit` bytes
 * are unpacked. Throws `InvalidInput`.
 */
export function unpacked({ body, headers }: Packed, limit: number): Buffer {
  const encoding = encodingOf(headers)
  if (encoding === null) return body
  if (!isKnown(encoding))
    throw wrong(`expected no Content-Encoding, or one of ${Object.keys(ways).join(', ')}; found ${encoding}`)
  try {
    return ways[encoding](body, { maxOutputLength: limit })
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw wrong(
      isLarge ? `expected at most ${limit} bytes once unpacked` : `expected ${encoding}, as its Content-Encoding says`,
    )
  }
}

/** What the sender says it packed with; null: nothing. */
export const encodingOf = (headers: Packed['headers']): string | null => {
  const said = (headers['content-encoding'] ?? '').trim().toLowerCase()
  return said === '' || said === 'identity' ? null : said
}

const isKnown = (encoding: string): encoding is keyof typeof ways => Object.hasOwn(ways, encoding)

const wrong = (detail: string) => new InvalidInput(`The body: ${detail}`, [{ pointer: '', detail }])
