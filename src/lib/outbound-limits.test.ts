import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { after, before, test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { connectTimeout } from './guarded-connect.ts'
import { guardedOutbound } from './guarded-fetch.ts'
import { OutboundFailed } from './outbound.ts'

let answer: RequestListener = (_, response) => response.end()
const server = createServer((request, response) => answer(request, response))
let base = ''
let outbound = guardedOutbound({ allow: [] })
before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  base = `http://127.0.0.1:${port}/`
  outbound = guardedOutbound({ allow: [`127.0.0.1:${port}`] })
})
after(() => {
  server.closeAllConnections()
  server.close()
})

test('a request carries method, headers and body, and the answer comes back whole', async () => {
  answer = async (request, response) => {
    const body = (await request.toArray()).join('')
    response.writeHead(201, { 'x-a': ['1', '2'] }).end(`${request.method} ${request.headers['x-b']} ${body}`)
  }
  const response = await outbound(base, { method: 'POST', headers: { 'x-b': 'c' }, body: 'hello' })
  assert.deepEqual([response.status, response.headers['x-a'], response.body.toString()], [201, '1, 2', 'POST c hello'])
})

test('an endless body is cut at the limit', async () => {
  answer = (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
    }
    response.on('drain', more)
    more()
  }
  assert.equal((await outbound(base, { maxBytes: 100_000 })).body.length, 100_000)
  assert.equal((await outbound(base)).body.length, 1024 * 1024)
})

test('a packed body is unpacked no further than the limit', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024))
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  const before = process.memoryUsage().rss
  const all = await Promise.all(Array.from({ length: 8 }, () => outbound(base, { maxBytes: 50_000, timeout: 20_000 })))
  assert.ok(all.every(({ body }) => body.length === 50_000))
  assert.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024)
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('hello'))
  assert.equal((await outbound(base)).body.toString(), 'hello')
})

test('broken or unknown packing fails', async () => {
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip')
  await assert.rejects(outbound(base), OutboundFailed)
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end('x')
  await assert.rejects(outbound(base), OutboundFailed)
})

test('an answer without a body is whole, whatever it says its body is packed in', async () => {
  for (const encoding of ['gzip', 'br', 'zstd']) {
    answer = (_, response) => response.writeHead(204, { 'content-encoding': encoding }).end()
    assert.deepEqual([(await outbound(base)).status, (await outbound(base)).body.length], [204, 0], encoding)
  }
})

test('whoever wants the status alone has it, however the body ends', async () => {
  for (const body of [
    (_, response) => response.writeHead(200, { 'content-encoding': 'utf-8' }).end('ok'),
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'),
    (_, response) => response.writeHead(200, { 'content-length': 9 }).write('half', () => response.destroy()),
    (_, response) => response.write('the first of many'),
  ] satisfies RequestListener[]) {
    answer = body
    assert.equal((await outbound(base, { onlyStatus: true, timeout: 150 })).status, 200)
    await assert.rejects(outbound(base, { timeout: 150 }), OutboundFailed)
  }
  answer = (_, response) => response.destroy()
  await assert.rejects(outbound(base, { onlyStatus: true }), OutboundFailed)
})

test('a failure says whether the request had begun to leave', async () => {
  for (const listener of [() => {}, (_, response) => response.destroy()] satisfies RequestListener[]) {
    answer = listener
    await assert.rejects(outbound(base, { timeout: 150 }), { mayHaveArrived: true })
  }
  const closed = guardedOutbound({ allow: ['127.0.0.1:1'] })
  await assert.rejects(closed('http://127.0.0.1:1/'), { mayHaveArrived: false })
})

test('an answer that does not come, or drips, ends with the time-out', async () => {
  for (const listener of [
    () => {},
    (_, response) => response.write('first byte'),
    (_, response) => {
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    },
  ] satisfies RequestListener[]) {
    answer = listener
    await assert.rejects(outbound(base, { timeout: 150 }), { message: 'No complete answer within 0.15 s' })
  }
})

test('more than 16 KB of headers, or an answer that is not HTTP, fails', async () => {
  answer = (_, response) => response.writeHead(302, { location: `http://x/${'a'.repeat(64_000)}` }).end()
  await assert.rejects(outbound(base), { message: 'The answer has more than 16 KB of headers' })
  const noise = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'))
  await new Promise<void>((done) => noise.listen(0, '127.0.0.1', done))
  const { port } = noise.address() as AddressInfo
  const read = guardedOutbound({ allow: [`127.0.0.1:${port}`] })(`http://127.0.0.1:${port}/`)
  await assert.rejects(read, { name: 'Error', message: 'The answer is not HTTP' })
  noise.close()
})

test('S-SSRF-10: whoever lets us wait for a name, or for the beginning of TLS, is left after five seconds', async () => {
  assert.equal(connectTimeout, 5000)
  const mute = createTcpServer((socket) => void socket.on('error', () => {}))
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done))
  const { port } = mute.address() as AddressInfo
  const never = {
    allow: [`127.0.0.1:${port}`, `silent.example:${port}`],
    patience: 50,
    lookup: () => new Promise<never>(() => {}),
  }
  const slow = guardedOutbound(never)
  for (const address of [`https://127.0.0.1:${port}/`, `http://silent.example:${port}/`])
    await assert.rejects(slow(address, { timeout: 60_000 }), new OutboundFailed('No connection within 0.05 s'))
  mute.close()
})
