import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { type AtOnce, answerAtOnce, plainRequest, type Ready } from './at-once.ts'

const texts: Record<string, Ready> = {
  '/': { status: 200, headers: ['Content-Type', 'text/html', 'Content-Length', '5', 'ETag', '"a"'], body: 'ready' },
  '/large': { status: 200, headers: ['Content-Length', '9000000'], body: Buffer.alloc(9_000_000, 'x') },
  '/known': { status: 304, headers: ['ETag', '"a"', 'Vary', 'Accept-Encoding'], body: '' },
}
const now = () => new Date('2026-11-22T10:00:00Z')

/** A server that says whether Node has seen a request, with what is answered ahead of it. */
async function start(options: Partial<AtOnce> = {}) {
  const server = createServer({ keepAliveTimeout: 65_000 }, async (req, res) => {
    const ready = texts[req.url!]
    if (!ready) return void res.end(`node ${req.method} ${req.url} ${Buffer.concat(await req.toArray())}`)
    res.writeHead(ready.status, [...ready.headers, 'Date', now().toUTCString()])
    res.end(req.method === 'HEAD' ? undefined : ready.body)
  })
  const found: string[] = []
  const find = (url: string) => {
    if (texts[url]) found.push(url)
    return texts[url] ?? null
  }
  const ahead = answerAtOnce(server, { find, isEnding: () => false, now, first: 10_000, next: 65_000, ...options })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  after(() => void server.close().closeAllConnections())
  return { port: (server.address() as AddressInfo).port, found, ahead, server }
}

/** Sends each text once what it made come ends as the one before it says, and gives back all that came. */
async function say(port: number, texts: (string | { until: RegExp })[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let came = ''
  socket.on('data', (chunk) => (came += chunk.toString('latin1')))
  for (const text of texts)
    if (typeof text === 'string') socket.write(text, 'latin1')
    else while (!text.until.test(came)) await once(socket, 'data')
  socket.destroy()
  return came
}

const head = (path: string, more = '', method = 'GET') => `${method} ${path} HTTP/1.1\r\nHost: a.test\r\n${more}\r\n`

test('what is in memory is answered again and again on one connection, and all else by Node from then on', async () => {
  const { port, found } = await start()
  const came = await say(port, [
    head('/'),
    { until: /ready$/ },
    head('/', 'Connection: Keep-Alive\r\nUpgrade-Insecure-Requests: 1\r\n'),
    { until: /ready.*ready$/s },
    head('/other'),
    { until: /node GET \/other/ },
    'POST /other HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\nbody',
    { until: /node POST \/other body/ },
    head('/'),
    { until: /body.*ready$/s },
  ])
  assert.equal(came.match(/HTTP\/1\.1 200 OK/g)?.length, 5)
  assert.deepEqual(found, ['/', '/'])
})

test('the answer is byte for byte the one that Node would give', async () => {
  const [ahead, behind] = [await start(), await start({ find: () => null })]
  for (const [path, method, end] of [
    ['/', 'GET', /ready$/],
    ['/', 'HEAD', /\r\n\r\n$/],
    ['/known', 'GET', /\r\n\r\n$/],
    ['/large', 'GET', /x{1000}$/],
  ] as const) {
    const sizes = (text: string) => text.length >= (path === '/large' && method === 'GET' ? 9_000_000 : 0)
    const until = { test: (text: string) => sizes(text) && end.test(text.slice(-2000)) } as unknown
    const asked = [head(path, '', method), { until: until as RegExp }]
    assert.equal(await say(ahead.port, asked), await say(behind.port, asked), `${method} ${path}`)
  }
  assert.equal(ahead.found.length, 4)
})

test('what comes in pieces, or several at once, is Node’s', async () => {
  const { port, found } = await start()
  assert.match(await say(port, ['GET / HT', 'TP/1.1\r\nHost: a', '.test\r\n\r\n', { until: /ready$/ }]), /ready$/)
  const several = await say(port, [head('/') + head('/other') + head('/'), { until: /ready.*node.*ready$/s }])
  assert.equal(several.match(/200 OK/g)?.length, 3)
  assert.match(await say(port, [`${head('/').trimEnd()}\r\nContent-Length: 0\r\n\r\n`, { until: /ready$/ }]), /ready$/)
  assert.ok(found.length <= 1, 'pieces that arrived as one may be answered at once')
})

test('a reader who closes their half has the answer', async () => {
  const { port } = await start()
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.end(head('/large'))
  assert.equal(Buffer.concat(await socket.toArray()).length > 9_000_000, true)
})

test('who asks on without reading gets no more at once', async () => {
  const { port, found } = await start()
  const socket = connect(port, '127.0.0.1').pause()
  await once(socket, 'connect')
  for (let i = 0; i < 20; i++) {
    socket.write(head('/large'))
    await new Promise((resolve) => setImmediate(resolve))
  }
  let size = 0
  socket.on('data', (chunk) => (size += chunk.length))
  socket.resume()
  while (size < 20 * 9_000_000) await once(socket, 'data')
  assert.ok(found.length < 20)
  socket.destroy()
})

test('a connection is kept for longer than was promised, so that no request meets its end', async () => {
  const { port, server } = await start()
  const accepted = once(server, 'connection') as Promise<[Socket]>
  assert.match(await say(port, [head('/'), { until: /ready$/ }]), /Keep-Alive: timeout=65\r\n/)
  assert.equal((await accepted)[0].timeout, 66_000)
})

test('connections that wait are closed at the end, and after their time', async () => {
  const { port, ahead } = await start()
  const waiting = connect(port, '127.0.0.1')
  waiting.write(head('/'))
  await once(waiting, 'data')
  ahead.closeIdle()
  await once(waiting, 'close')
  const silent = connect((await start({ first: 20 })).port, '127.0.0.1').resume()
  await once(silent, 'close')
})

test('only what can be read in one way is read here', () => {
  const good = plainRequest(Buffer.from(head('/a?b', 'If-None-Match:  "x" \r\nCookie: a=b\r\n')))
  assert.deepEqual(good, {
    method: 'GET',
    url: '/a?b',
    headers: ['Host', 'a.test', 'If-None-Match', '"x"', 'Cookie', 'a=b'],
  })
  for (const text of [
    head('/', '', 'POST'),
    head('/').replace('1.1', '1.0'),
    head('/').replace('/ HTTP', '/ x HTTP'),
    head('http://a.test/'),
    head('*'),
    head('/\u00e9'),
    head('/', 'Host: b.test\r\n'),
    'GET / HTTP/1.1\r\nAccept: a\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    head('/', 'Content-Length: 0\r\n'),
    head('/', 'transfer-ENCODING: chunked\r\n'),
    head('/', 'Transfer-Encoding : chunked\r\n'),
    head('/', 'Connection: close\r\n'),
    head('/', 'Connection: keep-alive, Upgrade\r\n'),
    head('/', 'Proxy-Connection: close\r\n'),
    head('/', 'X:\r\n'.repeat(1000)),
    head('/', 'Upgrade: h2c\r\n'),
    head('/', 'Expect: 100-continue\r\n'),
    head('/', 'X: a\r\n b\r\n'),
    head('/', 'X: a\nContent-Length: 4\r\n'),
    head('/', 'X: a\rb\r\n'),
    head('/', 'X: a\0\r\n'),
    head('/', 'X: \u00e9\r\n'),
    head('/', ': a\r\n'),
    head('/', 'no colon\r\n'),
    head('/', `X: ${'x'.repeat(17_000)}\r\n`),
    `\r\n${head('/')}`,
    `${head('/')}x`,
    head('/').slice(0, -1),
  ])
    assert.equal(plainRequest(Buffer.from(text, 'latin1')), null, JSON.stringify(text.slice(0, 80)))
})

test('whatever is read here Node reads in the same way', async () => {
  const seen: string[][] = []
  const server = createServer((req, res) => {
    seen.push([req.method!, req.url!, ...req.rawHeaders])
    res.end()
  })
  const piece = fc.constantFrom(
    'GET',
    'HEAD',
    ' ',
    '/',
    '/a?b=%2f',
    ' HTTP/1.1',
    '\r\n',
    '\n',
    '\r',
    'Host: a',
    'X',
    ':',
    ' y',
    '\t',
    'Host',
    'Connection: keep-alive',
    'Content-Length: 1',
    '\r\n\r\n',
    'Upgrade: x',
    'Z: 1,2',
  )
  const line = fc.oneof(
    fc.constant('Host: a'),
    fc.string({ maxLength: 12 }).map((value) => `X: ${value}`),
    fc.array(piece, { maxLength: 4 }).map((all) => all.join('')),
  )
  const request = fc.oneof(
    fc
      .array(line, { maxLength: 5 })
      .map((lines) => `GET /a HTTP/1.1\r\nHost: b\r\n${lines.map((one) => `${one}\r\n`).join('')}\r\n`),
    fc.array(piece, { maxLength: 14 }).map((all) => all.join('')),
  )
  const read: string[][] = []
  await fc.assert(
    fc.asyncProperty(request, async (text) => {
      const asked = plainRequest(Buffer.from(text, 'latin1'))
      if (!asked) return
      read.push([asked.method, asked.url, ...asked.headers])
      const socket = new Duplex({ read() {}, write: (_c, _e, done) => done() })
      server.emit('connection', socket)
      socket.push(Buffer.from(text, 'latin1'))
      await new Promise((resolve) => setImmediate(resolve))
      socket.destroy()
      assert.deepEqual(seen.at(-1), read.at(-1))
    }),
    { numRuns: 2000 },
  )
  assert.ok(read.length > 200, `${read.length} were read`)
  assert.equal(seen.length, read.length)
})

test('who comes new does not wait for those who ask again and again', async () => {
  const { port, found } = await start()
  const crowd = await Promise.all(Array.from({ length: 100 }, () => asking(port)))
  const before = found.length
  await Promise.all(Array.from({ length: 100 }, () => say(port, [head('/'), { until: /ready$/ }])))
  const meanwhile = found.length - before
  for (const socket of crowd) socket.destroy()
  // One new connection is taken each time that the crowd has been answered, otherwise: some ten thousand answers.
  assert.ok(meanwhile < 3000, `${meanwhile} answers until a hundred more had theirs`)
})

test('a crowd leaves room in each round for what has come from elsewhere', async () => {
  const { port, found } = await start()
  const crowd = await Promise.all(Array.from({ length: 500 }, () => asking(port)))
  const answers: number[] = []
  for (let before = found.length; answers.length < 50; before = found.length) {
    await new Promise((next) => setImmediate(next))
    answers.push(found.length - before)
  }
  for (const socket of crowd) socket.destroy()
  assert.ok(found.length > 1000, `${found.length} answers`)
  assert.ok(Math.max(...answers) <= 200, `${Math.max(...answers)} answers in a round`)
})

/** A reader that asks again as soon as it has an answer; resolves with its first. */
async function asking(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('data', () => socket.write(head('/')))
  socket.write(head('/'))
  await once(socket, 'data')
  return socket
}
