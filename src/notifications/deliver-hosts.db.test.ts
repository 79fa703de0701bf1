import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { until } from '../test/until.ts'
import { turnByTurn } from '../torture/simulator/database.ts'
import type { Fault } from '../torture/simulator/gate.ts'
import { deliver } from './deliver.ts'
import { ownStopwatch } from './stopwatch.ts'
import { sureFor } from './take.ts'
import { wakeLanes } from './wake.ts'

const { database, setUp } = await engineStage()
const sent: Outcome = { result: 'sent', detail: '200' }
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

test('a host that never answers takes four attempts at once, and everybody else is told meanwhile', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const told = new Set<string>()
  let atDead = 0
  const hook = tryingChannel('webhook', 'webhook', async ({ to, host }) => {
    if (host !== 'dead.example') {
      told.add(to)
      return sent
    }
    atDead++
    await released
    return { result: 'transient', reason: 'no answer within 15 seconds' }
  })
  const { ctx, clock, subscribe, open, work, ledger } = await setUp('black-hole', [hook])
  // By their ids they are told in a mixed order; the dead are twice as many as there are slots.
  await subscribe('webhook', names('dead', 100), 'dead.example')
  await subscribe('webhook', names('well', 999))
  await open()
  const working = work()
  await until(() => told.size === 999, 120_000)
  assert.equal(atDead, 4)
  release()
  await working
  const rows = await ledger()
  assert.ok(atDead <= 8, `${atDead} attempts before the breaker opened`)
  assert.equal(rows.filter(({ state, attempts }) => state === 'queued' && attempts === 0).length, 100 - atDead)
  assert.equal(rows.filter(({ state }) => state === 'sent').length, 999)
  const before = atDead
  await wakeLanes(ctx)
  await work()
  assert.equal(atDead, before, 'nobody knocks while it is open')
  clock.advance(31_000)
  await wakeLanes(ctx)
  await work()
  assert.ok(atDead - before <= 2, 'one finds out in each lane at most')
})

test('an endpoint that asks for time gets it, and no other endpoint of its host has to wait', async () => {
  const attempts = new Map<string, number>()
  let answer: Outcome = { result: 'transient', reason: '429', retryAfter: 120 }
  const hook = tryingChannel('webhook', 'webhook', ({ to }) => {
    attempts.set(to, (attempts.get(to) ?? 0) + 1)
    return to === 'busy' ? answer : sent
  })
  const { ctx, clock, subscribe, open, work, ledger } = await setUp('retry-after', [hook])
  await subscribe('webhook', ['busy', ...names('other', 10)], 'shared.example')
  await open()
  await work()
  assert.equal((await ledger()).filter(({ state }) => state === 'sent').length, 10)
  const [busy] = (await ledger()).filter(({ name }) => name === 'busy')
  assert.equal((busy?.next_attempt_at?.getTime() ?? 0) - clock.now().getTime(), 120_000)
  clock.advance(119_000)
  await wakeLanes(ctx)
  await work()
  assert.equal(attempts.get('busy'), 1)
  answer = sent
  clock.advance(2000)
  await wakeLanes(ctx)
  await work()
  assert.equal(attempts.get('busy'), 2)
})

test('a vendor that asks for time is left alone by everybody', async () => {
  let asked = 0
  const chat = tryingChannel(
    'discord',
    'discord',
    () => {
      asked++
      return { result: 'transient', reason: '429', retryAfter: 60 }
    },
    {
      limits: { rate: { perSecond: 1000, burst: 1000, per: 'host', source: 'https://vendor.example' } },
    },
  )
  const { ctx, clock, subscribe, open, work } = await setUp('vendor', [chat])
  await subscribe('discord', names('room', 40), 'discord.example')
  await open()
  await work()
  assert.ok(asked <= 4, `${asked} asked`)
  const before = asked
  clock.advance(58_000)
  await wakeLanes(ctx)
  await work()
  assert.equal(asked, before)
})

test('no more go in a second than a vendor allows', async () => {
  let asked = 0
  const chat = tryingChannel(
    'telegram',
    'telegram',
    () => {
      asked++
      return sent
    },
    {
      limits: { rate: { perSecond: 5, burst: 5, per: 'host', source: 'https://vendor.example' } },
    },
  )
  const { ctx, clock, subscribe, open, work, openOffice } = await setUp('rate', [chat])
  await subscribe('telegram', names('chat', 12), 'telegram.example')
  const office = { ...openOffice(), slice: 300 }
  await open()
  const seen: number[] = []
  for (let i = 0; i < 3; i++) {
    await work(office)
    seen.push(asked)
    clock.advance(1000)
    await wakeLanes(ctx)
  }
  assert.deepEqual(seen, [5, 10, 12])
})

test('a channel with a fault of its own stops nobody', async () => {
  const hook = tryingChannel('webhook', 'webhook', ({ to }) => {
    if (to === 'poison') throw new Error('https://secret.example/token')
    return sent
  })
  const { subscribe, open, work, ledger } = await setUp('poison', [hook])
  await subscribe('webhook', ['poison', 'well'])
  await open()
  await work()
  assert.deepEqual(
    (await ledger()).map(({ name, state, detail }) => [name, state, detail]),
    [
      ['poison', 'queued', 'this channel failed within Upfront; the log says more'],
      ['well', 'sent', '200'],
    ],
  )
})

test('a process that stood still sends nothing that it has not made sure of anew', async () => {
  let stood = 0
  const claims: (Date | null)[] = []
  const hook = tryingChannel('webhook', 'webhook', async ({ message }) => {
    if (stood === 0) {
      stood = sureFor + 1
      clock.advance(stood)
    }
    const delivery = ctx.db.selectFrom('deliveries').select('claimed_at').where('id', '=', message.id)
    claims.push((await delivery.executeTakeFirstOrThrow()).claimed_at)
    return sent
  })
  const { ctx, clock, office, subscribe, open, work } = await setUp('stood-still', [hook])
  const begun = clock.now()
  await subscribe('webhook', names('one', 6), 'shared.example')
  await open()
  await work({ ...office, stopwatch: { ...ownStopwatch, elapsed: () => ownStopwatch.elapsed() + stood } })
  assert.deepEqual(claims, [begun, ...Array.from({ length: 5 }, () => clock.now())])
})

test('what is on its way when the database is lost comes to its end before anything is given back', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  let [left, landed] = [0, 0]
  const hook = tryingChannel('webhook', 'webhook', async () => {
    left++
    await released
    landed++
    return sent
  })
  const { ctx, page, office, subscribe, open, work, ledger } = await setUp('lost', [hook])
  await subscribe('webhook', names('one', 3))
  await open()
  await work(noMail)
  let fault: Fault | null = null
  // Of all uses while they are on their way the first is lost.
  const db = turnByTurn(database.pool, async () => {
    if (left === 0 || fault) return { fault: null, done: () => {} }
    fault = { statement: 0, when: 'before' }
    setTimeout(release, 300)
    return { fault, done: () => {} }
  })
  await assert.rejects(deliver({ ...ctx, db }, office, { name: 'first', page, channel: 'webhook' }), /was lost/)
  assert.equal(landed, 3)
  assert.ok((await ledger()).every(({ state, attempts }) => state === 'sent' && attempts === 1))
})

test('who waits in line before a host that was quick and stops answering is given back', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  let asked = 0
  const hook = tryingChannel('webhook', 'webhook', async () => {
    if (++asked > 60) await released
    return sent
  })
  const { subscribe, open, work, ledger } = await setUp('was-quick', [hook])
  await subscribe('webhook', names('one', 300), 'shared.example')
  await open()
  const working = work()
  const onTheirWay = async () => (await ledger()).filter(({ state }) => state === 'sending').length
  await until(() => asked === 64)
  await until(async () => (await onTheirWay()) === 4)
  release()
  await working
  assert.ok((await ledger()).every(({ state, attempts }) => state === 'sent' && attempts === 1))
})
