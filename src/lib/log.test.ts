import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { createLog } from './log.ts'

const logged = (format: 'json' | 'text' = 'json') => {
  const lines: string[] = []
  return { lines, log: createLog({ level: 'info', format }, (line) => lines.push(line)) }
}

test('one event is one line of JSON, whatever its text holds', () => {
  const { lines, log } = logged()
  log.info({ agent: 'curl\r\n{"level":"fatal"}\x1b[2Jx\x07' }, 'first\nsecond\u2028third')
  assert.equal(lines.length, 1)
  assert.match(lines[0]!, /^[^\n]+\n$/)
  const { agent, msg, level } = JSON.parse(lines[0]!)
  assert.deepEqual(
    { agent, msg, level },
    { agent: 'curl | {"level":"fatal"}x', msg: 'first | second | third', level: 'info' },
  )
})

test('secrets are left out, wherever they are', () => {
  const { lines, log } = logged()
  const error = Object.assign(
    new Error('connect postgresql://upfront:hunter2@db/upfront failed', { cause: new Error('Bearer hunter2') }),
    {
      config: { headers: { Authorization: 'hunter2', 'set-cookie': ['hunter2'] }, apiKey: 'hunter2' },
    },
  )
  log.error(
    { err: error, list: [{ token: 'hunter2' }], passwordHash: Buffer.from('hunter2') },
    'to %s',
    'hunter2hunter2hunter2hunter2hunter2hunter2',
  )
  log.error(error)
  log
    .child({ secret: 'hunter2' })
    .child({ cookie: 'sid=hunter2' })
    .warn('GET /hooks/newrelic/hunter2?token=hunter2&page=2')
  log.info({ res: { url: 'https://hooks.example/?a=1&access_token=hunter2' }, body: Buffer.from('hunter2') })
  const text = lines.join('')
  assert.doesNotMatch(text, /hunter2/)
  assert.doesNotMatch(text, new RegExp(Buffer.from('hunter2').toString('hex')))
  assert.match(text, /page=2/)
  assert.match(text, /postgresql:\/\/…@db\/upfront failed/)
})

test('an e-mail address keeps its first letter and its domain', () => {
  const { lines, log } = logged()
  log.info({ to: 'Pat Doe <pat.doe@customer.example>' }, 'mail to pat@x')
  const { to, msg } = JSON.parse(lines[0]!)
  assert.equal(to, 'Pat Doe <p…@customer.example>')
  assert.equal(msg, 'mail to p…@x')
})

test('an error that refers to itself is logged', () => {
  const { lines, log } = logged()
  const error: Error & { self?: unknown } = new Error('round')
  error.self = error
  error.cause = error
  log.error(error)
  assert.equal(JSON.parse(lines[0]!).err.message, 'round')
})

test('of what hangs on an error, only plain values are logged', () => {
  const { lines, log } = logged()
  log.error(
    Object.assign(new Error('lost'), { code: '57P01', client: new EventEmitter(), at: new URL('http://u:p@db/') }),
  )
  const { code, client, at } = JSON.parse(lines[0]!).err
  assert.deepEqual({ code, client, at }, { code: '57P01', client: '(EventEmitter)', at: 'http://…@db/' })
})

test('the level holds', () => {
  const { lines, log } = logged()
  log.debug('not now')
  assert.deepEqual(lines, [])
})

test('lines for a terminal have time, level, message, fields and the stack', () => {
  const { lines, log } = logged('text')
  log.warn({ path: '/x', count: 2 }, 'slow')
  log.error(new Error('boom'))
  const plain = lines.join('').replaceAll(/\x1b\[\d+m/g, '')
  assert.match(plain, /^\d\d:\d\d:\d\d warn {2}slow path=\/x count=2\n/)
  assert.match(plain, /error boom\n {2}Error: boom\n {2}at /)
})
