import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { OutboundFailed } from './outbound.ts'

/** The decoded body, cut at `maxBytes`: what lies beyond is neither read nor unpacked. */
export async function readBody({ headers, body }: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  body.on('error', () => {}) // leaving early makes the body emit an error that nobody waits for any more
  try {
    for await (const chunk of decoded(body, String(headers['content-encoding'] ?? 'identity'))) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= maxBytes) break
    }
  } finally {
    body.destroy()
  }
  return Buffer.concat(chunks).subarray(0, maxBytes)
}

function decoded(body: Readable, encoding: string): Readable {
  if (encoding.toLowerCase() === 'identity') return body
  const decoder = decoders.get(encoding.toLowerCase())
  if (!decoder) throw new OutboundFailed('The answer is packed in a way that was not asked for')
  const unpacked = decoder()
  body.on('error', (error) => unpacked.destroy(error))
  return body.pipe(unpacked)
}

const decoders = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])
