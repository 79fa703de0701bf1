import type { IncomingHttpHeaders } from 'node:http'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { OutboundFailed, OutboundRefused, type OutboundResponse } from './outbound.ts'

export type Exchange = {
  dispatcher: Dispatcher
  url: URL
  method: Dispatcher.HttpMethod
  headers: Record<string, string>
  body: string | Buffer | undefined
  /** Until the answer is whole, in milliseconds. */
  timeout: number
  /** The decoded body is cut there: what lies beyond is neither read nor unpacked. */
  maxBytes: number
  /** The body is neither unpacked nor does it matter how it ends. */
  onlyStatus: boolean
  inWords: (cause: unknown) => string
}

/**
 * One request and its answer. Throws `OutboundRefused` and `OutboundFailed`. Straight from the dispatcher: the streams and
 * signals that undici's own `request` makes for each take as long as the request.
 */
export function exchange({ dispatcher, url, method, headers, body, ...how }: Exchange) {
  const { timeout, maxBytes, onlyStatus, inWords } = how
  return new Promise<OutboundResponse>((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null
    let answer: Answer | null = null
    let isOver = false
    const end = (settle: () => void) => {
      if (isOver) return
      isOver = true
      clearTimeout(late)
      settle()
    }
    const fail = (error: unknown) => {
      if (answer && onlyStatus) succeed()
      end(() => reject(asFailure(error)))
      answer?.decoder?.destroy()
      controller?.abort(error instanceof Error ? error : new Error('ended'))
    }
    const succeed = () => end(() => answer && resolve({ ...answer.start, body: Buffer.concat(answer.chunks) }))
    const asFailure = (cause: unknown) => {
      if (cause instanceof OutboundRefused) return cause
      const message = cause instanceof OutboundFailed ? cause.message : inWords(cause)
      const answered = answer?.start ?? null
      return new OutboundFailed(message, { cause, mayHaveArrived: controller !== null, answered })
    }
    const late = setTimeout(() => fail(new OutboundFailed(`No complete answer within ${timeout / 1000} s`)), timeout)
    /** What is more than enough ends the connection. */
    const keep = (of: Answer, chunk: Buffer) => {
      of.chunks.push(chunk.subarray(0, maxBytes - of.length))
      of.length += chunk.length
      if (of.length < maxBytes) return
      succeed()
      of.decoder?.destroy()
      controller?.abort(new Error('enough'))
    }
    /** Begun with the first bytes: an answer without a body may say that it is packed, and nothing is no packed body. */
    const unpacking = (of: Answer) => {
      const decoder = decoders.get(of.encoding)?.()
      if (!decoder) return null
      of.decoder = decoder
      decoder.on('data', (chunk: Buffer) => keep(of, chunk))
      decoder.on('end', succeed)
      decoder.on('error', fail)
      return decoder
    }
    dispatcher.dispatch(
      { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, body: body ?? null },
      {
        onRequestStart: (started) => {
          controller = started
          if (isOver) started.abort(new Error('too late'))
        },
        onResponseStart: (_, status, received) => {
          // 100 to 199 come before the answer.
          if (status < 200 || isOver) return
          const encoding = onlyStatus ? 'identity' : String(received['content-encoding'] ?? 'identity').toLowerCase()
          answer = { start: { status, headers: flat(received) }, encoding, chunks: [], length: 0, decoder: null }
        },
        onResponseData: (reading, chunk) => {
          if (!answer || isOver) return
          if (answer.encoding === 'identity') return keep(answer, chunk)
          const decoder = answer.decoder ?? unpacking(answer)
          if (!decoder) return fail(new OutboundFailed('The answer is packed in a way that was not asked for'))
          if (decoder.write(chunk)) return
          reading.pause()
          decoder.once('drain', () => reading.resume())
        },
        onResponseEnd: () => {
          if (answer?.decoder) answer.decoder.end()
          else succeed()
        },
        onResponseError: (_, error) => fail(error),
      },
    )
  })
}

type Answer = {
  start: Omit<OutboundResponse, 'body'>
  encoding: string
  chunks: Buffer[]
  length: number
  decoder: Transform | null
}

const flat = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))

const decoders = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])
