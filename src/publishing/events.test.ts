import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, test } from 'node:test'
import { seededRandom } from '../test/random.ts'
import { createEvents } from './events.ts'
import type { Site } from './site/site.ts'

const page = (version: number) => ({ version: () => version }) as Site
const random = seededRandom()
const made: { close: () => void }[] = []
after(() => {
  for (const events of made) events.close()
})
function newEvents(options: { limit?: number; random?: (n: number) => Buffer } = {}) {
  const events = createEvents({ random, ...options })
  made.push(events)
  return events
}

/** The part of a response that a stream uses. */
function reader() {
  const said: string[] = []
  const closing: (() => void)[] = []
  const state = {
    status: 0,
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
    writeHead: (status: number) => (state.status = status),
    write: (text: string) => said.push(text),
    end: gone,
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
  events.open(mine, 'GET', res)
  assert.match(state.text(), /^retry: [2-5]\d{3}\nid: 7\nevent: published\ndata: {"version":7}\n\n$/)
  events.announce(other)
  assert.equal(state.text().match(/event: published/g)!.length, 1)
  events.announce(mine)
  assert.equal(state.text().match(/event: published/g)!.length, 2)
  events.beat()
  assert.match(state.text(), /\n\n: still here\n\n$/)
})

test('coming back is spread between two and six seconds', () => {
  const retries = [0, 255].map((byte) => {
    const { res, state } = reader()
    newEvents({ random: (n) => Buffer.alloc(n, byte) }).open(page(1), 'GET', res)
    return Number(/^retry: (\d+)/.exec(state.text())![1])
  })
  assert.deepEqual(retries, [2000, 5999])
})

test('who does not read is dropped, who leaves is forgotten', () => {
  const events = newEvents()
  const mine = page(1)
  const [slow, gone, good] = [reader(), reader(), reader()]
  for (const { res } of [slow, gone, good]) events.open(mine, 'GET', res)
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
  events.open(page(1), 'GET', first.res)
  events.open(page(1), 'GET', second.res)
  assert.equal(second.state.status, 503)
  events.close()
  assert.equal(first.state.gone, true)
  events.open(page(1), 'GET', third.res)
  assert.equal(third.state.status, 503)
})
