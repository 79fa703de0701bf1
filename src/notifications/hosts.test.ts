import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createHosts, type Gate } from './hosts.ts'

const good = { lesson: 'good' } as const

function setUp() {
  const time = { now: 1000 }
  return { time, hosts: createHosts(() => time.now) }
}

test('no more at once than a host takes, and others are not held up', () => {
  const { hosts } = setUp()
  const gate = (name: string): Gate[] => [{ name, atOnce: 2 }]
  const first = hosts.enter(gate('a'))
  assert.ok(first && hosts.enter(gate('a')))
  assert.equal(hosts.enter(gate('a')), null)
  assert.equal(hosts.freeAt(gate('a')), Number.POSITIVE_INFINITY)
  assert.ok(hosts.enter(gate('b')))
  first(good)
  assert.equal(hosts.room(gate('a'), 'lane'), 1)
})

test('a rate lets through its burst, then as many a second', () => {
  const { hosts, time } = setUp()
  const gate: Gate[] = [{ name: 'a', rate: { perSecond: 2, burst: 3 } }]
  const through = () => {
    let count = 0
    for (let leave = hosts.enter(gate); leave; leave = hosts.enter(gate)) {
      leave(good)
      count++
    }
    return count
  }
  assert.equal(through(), 3)
  assert.equal(hosts.freeAt(gate), 1500)
  time.now = 1499
  assert.equal(through(), 0)
  time.now = 2000
  assert.equal(through(), 2)
  time.now = 1_000_000
  assert.equal(through(), 3, 'it does not save up more than the burst')
})

test('a clock that is set back keeps nobody waiting for longer', () => {
  const { hosts, time } = setUp()
  const [vendor, target]: Gate[] = [
    { name: 'a', rate: { perSecond: 2, burst: 1 } },
    { name: 'b', pauses: true },
  ]
  time.now = 10_000_000
  hosts.enter([vendor!])?.(good)
  hosts.enter([target!])?.({ lesson: 'unknown', pause: 5 })
  time.now = 1000
  assert.deepEqual([hosts.freeAt([vendor!]), hosts.freeAt([target!]), hosts.nextAt('b')], [1500, 6000, 6000])
  time.now = 1500
  assert.ok(hosts.enter([vendor!]))
  assert.equal(hosts.enter([target!]), null)
  time.now = 6000
  assert.ok(hosts.enter([target!]))
})

test('a wish to be left alone is kept, at most for a day; it is about that gate alone', () => {
  const { hosts, time } = setUp()
  const gates: Gate[] = [{ name: 'host' }, { name: 'target', pauses: true }]
  hosts.enter(gates)?.({ lesson: 'unknown', pause: 1e9 })
  assert.equal(hosts.freeAt([{ name: 'host' }]), 0)
  assert.equal(hosts.freeAt(gates), 1000 + 86_400_000)
  assert.equal(hosts.nextAt('target'), 1000 + 86_400_000)
  time.now += 86_400_000
  assert.ok(hosts.enter(gates))
})

test('lanes share the places, whoever came first', () => {
  const { hosts, time } = setUp()
  const gate: Gate[] = [{ name: 'a', atOnce: 4 }]
  assert.equal(hosts.room(gate, 'one'), 4)
  const leaving = [1, 2, 3, 4].map(() => hosts.enter(gate, 'one'))
  assert.equal(hosts.room(gate, 'two'), 0)
  for (const leave of leaving.slice(0, 2)) leave?.(good)
  assert.deepEqual([hosts.room(gate, 'one'), hosts.room(gate, 'two')], [0, 2])
  assert.equal(hosts.isFull('', 'two'), false)
  time.now += 10_001
  assert.equal(hosts.room(gate, 'one'), 2, 'who asks no more has no part')
  assert.deepEqual([hosts.room(gate, 'two'), hosts.room(gate, 'one')], [2, 0])
  hosts.done('two')
  assert.equal(hosts.room(gate, 'one'), 2, 'nor has who is done')
})

test('one attempt at a host that was away; when it answers all may', () => {
  const { hosts, time } = setUp()
  const gate: Gate[] = [{ name: 'a', atOnce: 10, breaks: true }]
  for (let i = 0; i < 5; i++) hosts.enter(gate)?.({ lesson: 'bad' })
  assert.equal(hosts.room(gate, 'lane'), 0)
  time.now += 30_000
  assert.equal(hosts.room(gate, 'lane'), 1)
  const probe = hosts.enter(gate)
  assert.ok(probe)
  assert.equal(hosts.enter(gate), null)
  probe(good)
  assert.equal(hosts.room(gate, 'lane'), 10)
})

test('whatever happens, never more at once than is allowed, and everybody gets in again in the end', () => {
  const step = fc.record({
    name: fc.constantFrom('a', 'b'),
    wait: fc.integer({ min: 0, max: 60_000 }),
    ends: fc.boolean(),
    lesson: fc.constantFrom('good', 'bad', 'unknown'),
    pause: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { hosts, time } = setUp()
      const gate = (name: string): Gate => ({
        name,
        atOnce: 3,
        breaks: true,
        pauses: true,
        rate: { perSecond: 5, burst: 5 },
      })
      const inside = new Map<string, ((learnt: { lesson: 'good'; pause?: number }) => void)[]>([
        ['a', []],
        ['b', []],
      ])
      for (const { name, wait, ends, lesson, pause } of steps) {
        time.now += wait
        const mine = inside.get(name) ?? []
        if (ends) mine.shift()?.({ lesson: lesson as 'good', ...(pause === undefined ? {} : { pause }) })
        else {
          const free = hosts.freeAt([gate(name)]) <= time.now
          const leave = hosts.enter([gate(name)])
          assert.equal(leave !== null, free)
          if (leave) mine.push(leave)
        }
        assert.ok(mine.length <= 3)
      }
      for (const mine of inside.values()) for (const leave of mine) leave(good)
      time.now += 86_400_000
      assert.ok(['a', 'b'].every((name) => hosts.enter([gate(name)])))
    }),
  )
})
