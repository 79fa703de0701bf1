import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { until } from '../test/until.ts'
import { guardedOutbound } from './guarded-fetch.ts'

// What a server may write on a connection that is kept, byte by byte.

let answer: (socket: Socket) => void = () => {}
let [asked, closed] = [0, 0]
const sockets = new Set<Socket>()
const server = createServer((socket) => {
  sockets.add(socket.on('error', () => {}).on('close', () => closed++))
  socket.on('data', () => {
    asked++
    answer(socket)
  })
})
let base = ''
let allow: string[] = []
before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  allow = [`127.0.0.1:${port}`, `slow.example:${port}`]
  base = `127.0.0.1:${port}`
})
after(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

const whole = (status: number, body: string) => `HTTP/1.1 ${status} x\r\ncontent-length: ${body.length}\r\n\r\n${body}`

test('what comes before an answer is not the answer', async () => {
  const outbound = guardedOutbound({ allow })
  answer = (socket) => socket.write(`${'HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n'.repeat(3)}${whole(201, 'it')}`)
  const { status, body, headers } = await outbound(`http://${base}/`)
  assert.deepEqual([status, String(body), headers.link], [201, 'it', undefined])
  answer = (socket) => socket.end('HTTP/1.1 103 Early Hints\r\n\r\n')
  await assert.rejects(outbound(`http://${base}/`, { onlyStatus: true }), { mayHaveArrived: true })
})

test('an answer that nobody asked for is nobody’s, whenever it comes', async () => {
  const outbound = guardedOutbound({ allow })
  for (const beside of [
    (socket: Socket) => socket.write(whole(200, 'mine') + whole(500, 'nobody')),
    (socket: Socket) => socket.write(whole(200, 'mine'), () => setImmediate(() => socket.write(whole(500, 'late')))),
  ]) {
    answer = beside
    const before = closed
    assert.equal(String((await outbound(`http://${base}/`)).body), 'mine')
    await until(() => closed > before)
    answer = (socket) => socket.write(whole(200, 'next'))
    assert.equal(String((await outbound(`http://${base}/`)).body), 'next')
  }
})

test('a request whose time was over before there was a connection is never sent', async () => {
  const { promise: found, resolve } = Promise.withResolvers<void>()
  const lookup = () => found.then(() => [{ address: '127.0.0.1', family: 4 }])
  const outbound = guardedOutbound({ allow, lookup })
  const before = asked
  answer = (socket) => socket.write(whole(200, 'ok'))
  const [host, port] = ['slow.example', base.split(':')[1]]
  const late = outbound(`http://${host}:${port}/late`, { timeout: 50, method: 'POST', body: 'x' })
  await assert.rejects(late, { message: 'No complete answer within 0.05 s', mayHaveArrived: false })
  const next = outbound(`http://${host}:${port}/next`)
  resolve()
  assert.equal(String((await next).body), 'ok')
  assert.equal(asked - before, 1)
})
