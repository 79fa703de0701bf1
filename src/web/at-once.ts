import { type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { createRounds } from './rounds.ts'

/** An answer that is in memory. `body` as text is latin1, byte for byte; empty for none. */
export type Ready = { status: number; headers: string[]; body: string | Buffer }

export type AtOnce = {
  /** The answer to a GET; null where more has to be known or done. Headers are name, value, name, value … */
  find: (url: string, headers: string[]) => Ready | null
  /** Nothing is answered here any more. */
  isEnding: () => boolean
  now: () => Date
  /** Milliseconds that a connection is kept for its first and for its next request. */
  first: number
  next: number
}

/** `closeIdle` ends connections that wait for a request. */
export type Ahead = { closeIdle: () => void }

/**
 * Answers what is in memory before Node makes a request and a response of it, which takes longer than everything else: twice
 * as many readers are served so. Only the plainest requests are read here, whole in one piece; a connection that brings
 * anything else is Node's from then on, with all that came. So nothing is refused here, and nothing is waited for.
 */
export function answerAtOnce(server: Server, options: AtOnce): Ahead {
  const [asNode] = server.listeners('connection')
  if (!asNode) throw new Error('the server does not listen to connections')
  const open = new Set<Socket>()
  const dateLine = createDateLine(options.now)
  const kept = options.next + grace
  const rounds = createRounds()
  const promise = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(options.next / 1000)}\r\n\r\n`
  server.off('connection', asNode as (socket: Socket) => void)
  server.on('connection', (socket: Socket) => {
    rounds.came()
    const leave = () => void open.delete(socket)
    const give = (chunk: Buffer) => {
      leave()
      for (const [event, listener] of listeners) socket.off(event, listener)
      socket.setTimeout(0)
      asNode.call(server, socket)
      socket.emit('data', chunk)
    }
    const hear = (chunk: Buffer) => {
      if (rounds.isFree()) return answer(chunk)
      socket.pause()
      rounds.afterwards(() => {
        if (socket.destroyed) return
        socket.resume()
        answer(chunk)
      })
    }
    const answer = (chunk: Buffer) => {
      // Who asks without reading what came is somebody to be slow with.
      const asked = options.isEnding() || socket.writableLength > 0 ? null : plainRequest(chunk)
      const ready = asked && options.find(asked.url, asked.headers)
      if (!asked || !ready) return give(chunk)
      if (socket.timeout !== kept) socket.setTimeout(kept)
      write(socket, asked.method, ready, dateLine() + promise)
    }
    const listeners = [
      ['data', hear],
      ['end', () => socket.end()],
      ['error', () => socket.destroy()],
      ['timeout', () => socket.destroy()],
      ['close', leave],
    ] as const
    for (const [event, listener] of listeners) socket.on(event, listener)
    open.add(socket)
    socket.setTimeout(options.first)
  })
  return {
    closeIdle: () => {
      for (const socket of open) if (socket.writableLength === 0) socket.destroy()
    },
  }
}

/**
 * A request that can be read in one way only: one head, nothing after it, one host, no body, no other use of the connection.
 * Null for all else, valid or not: https://www.rfc-editor.org/rfc/rfc9112#section-11.2
 */
export function plainRequest(chunk: Buffer): { method: string; url: string; headers: string[] } | null {
  if (chunk.length > longestHead) return null
  const text = chunk.toString('latin1')
  if (!whole.test(text) || special.test(text)) return null
  const line = text.indexOf('\r\n')
  const space = text.indexOf(' ')
  const headers: string[] = []
  let hosts = 0
  for (let from = line + 2; from < text.length - 2; ) {
    const end = text.indexOf('\r\n', from)
    const colon = text.indexOf(':', from)
    const name = text.slice(from, colon)
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++
    headers.push(name, text.slice(colon + 1, end).trim())
    from = end + 2
  }
  if (hosts !== 1 || headers.length > 2 * mostHeaders) return null
  return { method: text.slice(0, space), url: text.slice(space + 1, line - ' HTTP/1.1'.length), headers }
}

/** What is asked in the last moment that was promised is answered: https://nodejs.org/api/http.html#serverkeepalivetimeoutbuffer */
const grace = 1000

/** As in the server's limits, where Node answers 431. */
const longestHead = 16 * 1024
/** Node counts many short ones as longer than they are, and refuses some hundreds. */
const mostHeaders = 200
const whole = /^(?:GET|HEAD) \/[\x21-\x7e]* HTTP\/1\.1\r\n(?:[\w!#$%&'*+.^`|~-]+:[\x20-\x7e]*\r\n)+\r\n$/
const special =
  /\r\n(?:(?:content-length|transfer-encoding|upgrade|expect):|(?:proxy-)?connection:(?! ?keep-alive\r\n))/i

/** One write where the body is text: Node sends a string and a Buffer as two. */
function write(socket: Socket, method: string, { status, headers, body }: Ready, rest: string) {
  const head = headOf(status, headers) + rest
  if (method === 'HEAD') socket.write(head, 'latin1')
  else if (typeof body === 'string') socket.write(head + body, 'latin1')
  else {
    socket.cork()
    socket.write(head, 'latin1')
    socket.write(body)
    socket.uncork()
  }
}

function headOf(status: number, headers: string[]): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`
  return head
}

/** As an answer has to say it, made once a second: https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1 */
function createDateLine(now: () => Date): () => string {
  let second = Number.NaN
  let line = ''
  return () => {
    const time = now()
    const its = Math.floor(time.getTime() / 1000)
    if (its !== second) {
      second = its
      line = `Date: ${time.toUTCString()}\r\n`
    }
    return line
  }
}
