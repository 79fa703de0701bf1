import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { after, test } from 'node:test'
import { seededRandom } from '../test/random.ts'
import { clientOf } from '../web/client-address.ts'
import { createEvents, type EventOptions } from './events.ts'
import type { Site } from './site/site.ts'

const page = (version: number) => ({ version: () => version }) as Site
const random = seededRandom()
const made: { close: () => void }[] = []
after(() => {
  for (const events of made) events.close()
})
function newEvents(options: Partial<EventOptions> = {}) {
  const events = createEvents({ random, ...options })
  made.push(events)
  return events
}

/** The parts of a request that matter. */
const from = (remoteAddress = '192.0.2.1', method = 'GET') =>
  ({ method, socket: { remoteAddress }, headers: {} }) as object as IncomingMessage

/** The part of a response that a stream uses. */
function reader() {
  const said: string[] = []
  const closing: (() => void)[] = []
  const state = {
    status: 0,
    headers: [] as string[],
    text: () => said.join(''),
    gone: false,
    waiting: 0,
    close: () => closing.forEach((done) => void done()),
  }
  const gone = () => {
    state.gone = true
    state.close()
  }
  const res = {
    writeHead: (status: number, headers: string[]) => Object.assign(state, { status, headers }),
    write: (text: string) => said.push(text),
    end: (text = '') => {
      said.push(text)
      gone()
    },
    destroy: gone,
    on: (_: string, done: () => void) => closing.push(done),
    get writableLength() {
      return state.waiting
    },
  }
  return { res: res as object as ServerResponse, state }
}

test('a stream begins with when to come back and the version, then tells of each publication of its page', () => {
  const events = newEvents()
  const [mine, other] = [page(7), page(3)]
  const { res, state } = reader()
  events.open(mine, from(), res)
  assert.match(state.text(), /^retry: [2-5]\d{3}\nid: 7\nevent: published\ndata: {"version":7}\n\n$/)
  events.announce(other)
  assert.equal(state.text().match(/event: published/g)!.length, 1)
  events.announce(mine)
  assert.equal(state.text().match(/event: published/g)!.length, 2)
  events.beat()
  assert.match(state.text(), /\n\n: still here\n\n$/)
})

// R-HERD-2; 5,000 that come back after a kill: `npm run bench -- herd`.
test('coming back is spread between two and six seconds', () => {
  const retries = [0, 255].map((byte) => {
    const { res, state } = reader()
    newEvents({ random: (n) => Buffer.alloc(n, byte) }).open(page(1), from(), res)
    return Number(/^retry: (\d+)/.exec(state.text())![1])
  })
  assert.deepEqual(retries, [2000, 5999])
})

test('who does not read is dropped, who leaves is forgotten', () => {
  const events = newEvents()
  const mine = page(1)
  const [slow, gone, good] = [reader(), reader(), reader()]
  for (const { res } of [slow, gone, good]) events.open(mine, from(), res)
  slow.state.waiting = 20_000
  gone.state.close()
  assert.equal(events.size(), 2)
  events.announce(mine)
  assert.equal(slow.state.gone, true)
  assert.equal(events.size(), 1)
})

test('more than the limit are asked to come later; closing ends every stream', () => {
  const events = newEvents({ limit: 1 })
  const [first, second, third] = [reader(), reader(), reader()]
  events.open(page(1), from(), first.res)
  events.open(page(1), from(), second.res)
  assert.equal(second.state.status, 503)
  events.close()
  assert.equal(first.state.gone, true)
  events.open(page(1), from(), third.res)
  assert.equal(third.state.status, 503)
})

test('one address, or one /64 of IPv6, takes no more than its share; who leaves makes room', () => {
  const events = newEvents({ limitOfPlace: 2 })
  const ask = (req: IncomingMessage) => {
    const { res, state } = reader()
    events.open(page(1), req, res)
    return state
  }
  const first = ask(from())
  assert.deepEqual([first.status, ask(from('::ffff:192.0.2.1')).status], [200, 200])
  const refused = ask(from())
  assert.equal(refused.status, 429)
  assert.match(refused.text(), /^Too many live streams from your network\.\n$/)
  assert.equal(refused.headers[refused.headers.indexOf('Retry-After') + 1], '30')
  assert.equal(refused.headers[refused.headers.indexOf('Content-Type') + 1], 'text/plain; charset=utf-8')
  assert.equal(ask(from('192.0.2.2')).status, 200)
  first.close()
  first.close()
  assert.deepEqual([ask(from()).status, ask(from()).status], [200, 429])
  const six = ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:ffff::3', '2001:db8:1:3::1']
  assert.deepEqual(
    six.map((address) => ask(from(address)).status),
    [200, 200, 429, 200],
  )
})

test('through a proxy of ours it is the reader who counts; a look at the headers holds no place', () => {
  const events = newEvents({ limitOfPlace: 1, clientOf: clientOf(['192.0.2.1']) })
  const ask = (forwardedFor: string, method = 'GET') => {
    const { res, state } = reader()
    events.open(
      page(1),
      Object.assign(from('192.0.2.1', method), { headers: { 'x-forwarded-for': forwardedFor } }),
      res,
    )
    return state.status
  }
  const asked = [ask('203.0.113.1', 'HEAD'), ask('203.0.113.1'), ask('203.0.113.1'), ask('203.0.113.2')]
  assert.deepEqual(asked, [200, 200, 429, 200])
})
