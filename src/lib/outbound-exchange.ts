import type { IncomingHttpHeaders } from 'node:http'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { OutboundFailed, type OutboundResponse } from './outbound.ts'

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
}

/**
 * One request and its answer. Straight from the dispatcher: the streams and signals that undici's own `request` makes for
 * each take as long as the request.
 */
export function exchange({ dispatcher, url, method, headers, body, timeout, maxBytes }: Exchange) {
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
      end(() => reject(error))
      answer?.decoder?.destroy()
      controller?.abort(error instanceof Error ? error : new Error('ended'))
    }
    const succeed = () => end(() => answer && resolve({ ...answer.start, body: Buffer.concat(answer.chunks) }))
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
          const started: Answer = { start: { status, headers: flat(received) }, chunks: [], length: 0, decoder: null }
          answer = started
          const encoding = String(received['content-encoding'] ?? 'identity').toLowerCase()
          if (encoding === 'identity') return
          const decoder = decoders.get(encoding)?.()
          if (!decoder) return fail(new OutboundFailed('The answer is packed in a way that was not asked for'))
          started.decoder = decoder
          decoder.on('data', (chunk: Buffer) => keep(started, chunk))
          decoder.on('end', succeed)
          decoder.on('error', fail)
        },
        onResponseData: (reading, chunk) => {
          if (!answer || isOver) return
          if (!answer.decoder) return keep(answer, chunk)
          if (answer.decoder.write(chunk)) return
          reading.pause()
          answer.decoder.once('drain', () => reading.resume())
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
