import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { pino } from 'pino'
import { connect as connectDatabase } from '../db/connect.ts'
import { z } from '../lib/zod.ts'
import { testBase, testWeb } from '../test/web.ts'
import { mount } from './mount.ts'
import { listOf, listQuery } from './paging.ts'
import { defineRaw } from './raw-route.ts'
import { defineRoute } from './route.ts'
import { listen, type Serving } from './server.ts'

const log = pino({ level: 'silent' })
const nowhere = connectDatabase('postgres://x:x@127.0.0.1:1/x', { log })
after(() => nowhere.end())

let answer: () => Promise<Response> = async () => new Response('slow\n')
const routes = [
  defineRaw({ method: 'GET', path: '/slow', permission: 'public', summary: 'Slow', run: () => answer() }),
  defineRaw({
    method: 'GET',
    path: '/ip',
    permission: 'public',
    summary: 'Who',
    run: async (_ctx, { request }) => new Response(request.ip),
  }),
  defineRaw({
    method: 'GET',
    path: '/healthz',
    permission: 'public',
    summary: 'Alive',
    run: async () => new Response('ok'),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/things',
    permission: 'viewer',
    summary: 'Things',
    body: z.strictObject({ name: z.string() }),
    run: async () => {},
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/rows',
    permission: 'viewer',
    summary: 'Rows',
    query: listQuery(),
    response: listOf(z.object({ id: z.string() })),
    run: async (ctx) => ({ items: await ctx.db.selectFrom('users').select('id').execute(), nextCursor: null }),
  }),
]

async function start() {
  const app = mount(testWeb({ base: testBase({ db: nowhere.db }), trustedProxies: ['127.0.0.1'] }), routes)
  const published = (req: { url?: string | undefined }, res: { end: (text: string) => unknown }) => {
    if (req.url !== '/') return false
    res.end('published')
    return true
  }
  const isKnownHost = (host: string | undefined) => host === 'status.test'
  return listen({ published, isKnownHost, fetch: app.fetch, log }, '127.0.0.1', 0)
}

const running = await start()
after(() => running.drain())

/** Sends text as it is, and gives back all that came until the other side closed. */
function raw(text: string, port = running.port): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let came = ''
    socket.on('data', (chunk) => (came += chunk))
    socket.on('close', () => resolve(came))
    socket.on('error', reject)
  })
}
const get = (path: string, more = '') =>
  raw(`GET ${path} HTTP/1.1\r\nHost: status.test\r\nConnection: close\r\n${more}\r\n`)

test('what is published comes first, then the router', async () => {
  assert.match(await get('/'), /^HTTP\/1\.1 200 .*published$/s)
  assert.match(await get('/slow'), /^HTTP\/1\.1 200 .*slow/s)
  assert.match(await get('/nothing'), /^HTTP\/1\.1 404 /)
})

test('an unknown host gets nothing, but an orchestrator its probe', async () => {
  const ask = (path: string, host: string) => raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  for (const host of ['evil.example', 'status.test.evil.example', 'x', '', 'status.test@evil.example'])
    assert.match(await ask('/slow', host), /^HTTP\/1\.1 421 /, host)
  assert.match(await ask('/healthz', '10.0.0.7:3000'), /^HTTP\/1\.1 200 /)
  assert.match(await raw('GET /slow HTTP/1.1\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 /)
})

test('requests that two servers could read differently are refused', async () => {
  const head = 'POST /api/v1/things HTTP/1.1\r\nHost: status.test\r\n'
  for (const lines of [
    'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /slow HTTP/1.1\r\nHost: status.test\r\n\r\n',
    'Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde',
    'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
    'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
    'X: a\nContent-Length: 4\r\n\r\nabcd',
  ]) {
    const came = await raw(head + lines)
    assert.match(came, /^HTTP\/1\.1 400 /, lines)
    assert.doesNotMatch(came, /slow/)
  }
  assert.match(await get('/slow', `X: ${'x'.repeat(20_000)}\r\n`), /^HTTP\/1\.1 431 /)
})

test("the client's address is the last that a proxy of ours named", async () => {
  assert.match(await get('/ip', 'X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n'), /203\.0\.113\.9$/)
})

test('10 MB are refused before they are read', async () => {
  const headers = { authorization: 'Bearer viewer', 'content-type': 'application/json', host: 'status.test' }
  const head = `POST /api/v1/things HTTP/1.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}`
  const told = await raw(`${head}Connection: close\r\nContent-Length: ${10 * 1024 * 1024}\r\n\r\n{`)
  assert.match(told, /^HTTP\/1\.1 413 .*application\/problem\+json/s)
})

test('without the database: 503, and when to try again', async () => {
  const answer = await get('/api/v1/rows', 'Authorization: Bearer viewer\r\n')
  assert.match(answer, /^HTTP\/1\.1 503 /)
  assert.match(answer, /retry-after: 5\r\n/i)
})

test('who asks and takes nothing of the answer is given up', async () => {
  const ended = Promise.withResolvers<void>()
  const large = Buffer.alloc(30_000_000)
  const published: Serving['published'] = (_req, res) => {
    res.once('close', ended.resolve)
    res.end(large)
    return true
  }
  const serving = { published, isKnownHost: () => true, fetch: () => new Response(), log }
  const { port, drain } = await listen({ ...serving, standstill: 50 }, '127.0.0.1', 0)
  const deaf = connect(port, '127.0.0.1').pause()
  deaf.on('error', () => {})
  deaf.write('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n')
  await ended.promise
  deaf.destroy()
  await drain()
})

test('draining finishes what is under way; until then pages and probes answer, and nothing else begins', async () => {
  const other = await start()
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  answer = async () => {
    reached.resolve()
    await go.promise
    return new Response('finished')
  }
  const idle = raw('', other.port)
  const slow = raw('GET /slow HTTP/1.1\r\nHost: status.test\r\n\r\n', other.port)
  await reached.promise
  const drained = other.drain()
  const ask = (path: string) => raw(`GET ${path} HTTP/1.1\r\nHost: status.test\r\n\r\n`, other.port)
  assert.match(await ask('/'), /^HTTP\/1\.1 200 .*connection: close.*published/is)
  assert.match(await ask('/healthz'), /^HTTP\/1\.1 200 .*connection: close/is)
  assert.match(await ask('/ip'), /^HTTP\/1\.1 503 .*retry-after: 1/is)
  go.resolve()
  assert.equal(await idle, '')
  assert.match(await slow, /finished/)
  await drained
  await assert.rejects(ask('/'), /ECONNREFUSED/)
})
