import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { engineStage, type Sent, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { turnByTurn } from '../torture/simulator/database.ts'
import { claim } from './claim.ts'
import { deliver } from './deliver.ts'
import { replayDelivery } from './replay.ts'
import { wakeLanes } from './wake.ts'

const { database, setUp } = await engineStage()

async function scene(seed: string) {
  const all: Sent[] = []
  const state: { answer: Outcome } = { answer: { result: 'sent', detail: '200' } }
  const take = (one: Sent) => {
    all.push(one)
    return state.answer
  }
  const stage = await setUp(seed, [tryingChannel('slack', 'slack', take), tryingChannel('webhook', 'webhook', take)])
  const work = async () => {
    await wakeLanes(stage.ctx)
    await stage.work()
  }
  return {
    ...stage,
    all,
    state,
    work,
    choose: () => stage.work(noMail),
    headings: () => all.map(({ message }) => message.heading),
  }
}

test('a hundred incidents in a minute: a person hears of the first at once, of the rest together; a program of each', async () => {
  const { clock, subscribe, open, work, all, ledger } = await scene('storm')
  await subscribe('slack', ['room'])
  await subscribe('webhook', ['hook'])
  for (let i = 0; i < 100; i++) {
    await open({ title: `Part ${i} fails` })
    if (i % 10 === 9) {
      await work()
      clock.advance(6000)
    }
  }
  clock.advance(20_000)
  await work()
  const room = all.filter(({ kind }) => kind === 'slack').map(({ message }) => message)
  const hook = all.filter(({ kind }) => kind === 'webhook')
  assert.equal(hook.length, 100)
  assert.ok(hook.every(({ message }) => message.incident !== null))
  assert.ok(room.length <= 4, `${room.length} messages`)
  const counts = room.map(({ heading }) => Number(/^(\d+) posts$/.exec(heading)?.[1] ?? 1))
  assert.equal(
    counts.reduce((sum, one) => sum + one),
    100,
    counts.join(),
  )
  const rows = (await ledger()).filter(({ name }) => name === 'room')
  assert.ok(rows.every(({ state }) => state === 'sent'))
  assert.equal(rows.filter((row) => row.together_with === null).length, room.length)
})

test('one incident is told at every step; of others one hears twenty seconds later', async () => {
  const { ctx, clock, subscribe, open, work, headings } = await scene('steps')
  await subscribe('slack', ['room'])
  const { id } = await open({ title: 'One' })
  await work()
  await postUpdate(ctx, id, { status: 'identified', body: 'Found.' })
  await work()
  await open({ title: 'Two' })
  await work()
  assert.deepEqual(headings(), ['Investigating: One', 'Identified: One'])
  clock.advance(20_000)
  await work()
  assert.deepEqual(headings().slice(2), ['Investigating: Two'])
})

test('ten messages an hour; what is above that comes in one when the hour is over', async () => {
  const { clock, subscribe, open, work, headings } = await scene('cap')
  await subscribe('slack', ['room'])
  for (let i = 0; i < 15; i++) {
    await open({ title: `Fault ${i}` })
    await work()
    clock.advance(60_000)
  }
  assert.equal(headings().length, 10)
  clock.advance(30 * 60_000)
  await work()
  assert.equal(headings().length, 10)
  clock.advance(16 * 60_000)
  await work()
  assert.deepEqual(headings().slice(10), ['5 posts'])
})

test('what may have arrived is told again as it was, under its id, whatever has come since', async () => {
  const { clock, subscribe, open, work, choose, all, headings, state, ledger } = await scene('arrived')
  await subscribe('slack', ['room'])
  state.answer = { result: 'transient', reason: 'no answer', unreachable: true, mayHaveArrived: true }
  for (let i = 0; i < 3; i++) await open({ title: `Fault ${i}` })
  await choose()
  await work()
  await open({ title: 'Another' })
  await choose()
  state.answer = { result: 'sent', detail: '200' }
  for (let i = 0; i < 3; i++) {
    clock.advance(30_000)
    await work()
  }
  const several = all.filter(({ message }) => message.heading === '3 posts').map(({ message }) => message)
  assert.deepEqual(headings().toSorted(), ['3 posts', '3 posts', 'Investigating: Another'])
  assert.deepEqual(several[0], several[1])
  assert.ok((await ledger()).every((row) => row.state === 'sent'))
})

test('where the one message fails, all of it is tried again as one', async () => {
  const { clock, subscribe, open, work, choose, headings, state, ledger } = await scene('fails')
  await subscribe('slack', ['room'])
  state.answer = { result: 'transient', reason: '503' }
  for (let i = 0; i < 3; i++) await open({ title: `Fault ${i}` })
  await choose()
  await work()
  assert.deepEqual(headings(), ['3 posts'])
  state.answer = { result: 'sent', detail: '200' }
  clock.advance(10_000)
  await work()
  clock.advance(30_000)
  await work()
  assert.ok((await ledger()).every((row) => row.state === 'sent'))
  assert.ok(headings().length <= 3, headings().join())
})

test('what a night brought comes in one message in the morning', async () => {
  const { ctx, clock, subscribe, open, work, headings } = await scene('morning')
  const [room] = await subscribe('slack', ['room'])
  const night = { quiet_from: '08:00', quiet_until: '14:00', quiet_zone: 'UTC' }
  await ctx.db.updateTable('subscribers').set(night).where('id', '=', room!).execute()
  for (let i = 0; i < 12; i++) {
    await open({ title: `Fault ${i}` })
    await work()
    clock.advance(15 * 60_000)
  }
  assert.deepEqual(headings(), [])
  clock.advance(2 * 3_600_000)
  await work()
  assert.deepEqual(headings(), ['12 posts'])
})

test('what may have arrived before the night comes by itself in the morning, as it was', async () => {
  const { ctx, clock, page, subscribe, open, work, choose, all, headings } = await scene('night')
  const [room] = await subscribe('slack', ['room'])
  // Nobody has changed anything of late.
  clock.advance(60_000)
  await open({ title: 'Before' })
  await choose()
  const lane = { name: 'first', page, channel: 'slack' } as const
  const [leaving] = await claim(ctx, lane, { process: 'one-that-died', count: 1 })
  const night = { quiet_from: '08:00', quiet_until: '14:00', quiet_zone: 'UTC' }
  await ctx.db.updateTable('subscribers').set(night).where('id', '=', room!).execute()
  await open({ title: 'After' })
  await work()
  assert.deepEqual(headings(), [])
  clock.advance(6 * 3_600_000)
  await work()
  clock.advance(30_000)
  await work()
  assert.deepEqual(headings(), ['Investigating: Before', 'Investigating: After'])
  assert.equal(all[0]?.message.id, leaving?.id)
})

test('what is sent again by hand comes by itself: under its id it may have come before, without the others', async () => {
  const { ctx, clock, subscribe, open, work, choose, all, state, ledger } = await scene('by hand')
  await subscribe('slack', ['room'])
  state.answer = { result: 'refused', reason: '400 no' }
  await open({ title: 'First' })
  await work()
  state.answer = { result: 'sent', detail: '200' }
  await open({ title: 'Second' })
  await choose()
  const [failed] = await ledger()
  await replayDelivery(ctx, failed!.id)
  await work()
  clock.advance(30_000)
  await work()
  const headings = all.slice(1).map(({ message }) => message.heading)
  assert.deepEqual(headings.toSorted(), ['Investigating: First', 'Investigating: Second'])
})

test('what another process took over is not told with the rest, though no time has passed on the own clock', async () => {
  const { ctx, page, office, subscribe, open, choose, headings, ledger } = await scene('taken over')
  await subscribe('slack', ['room'])
  await open({ title: 'First' })
  await open({ title: 'Second' })
  await choose()
  const [first] = await ledger()
  const takeOver = async () => {
    const theirs = ctx.db.updateTable('deliveries').set({ claimed_by: 'another' }).where('state', '=', 'sending')
    await theirs.where('id', '=', first!.id).execute()
    return { fault: null, done: () => {} }
  }
  const db = turnByTurn(database.pool, takeOver)
  await deliver({ ...ctx, db }, office, { name: 'first', page, channel: 'slack' })
  assert.deepEqual(headings(), ['Investigating: Second'])
})

test('a clock that was set back holds nobody until it is there again', async () => {
  const { clock, subscribe, open, work, headings } = await scene('set back')
  await subscribe('slack', ['room'])
  for (let i = 0; i < 10; i++) {
    await open({ title: `Before ${i}` })
    await work()
    clock.advance(60_000)
  }
  clock.advance(-5 * 3_600_000)
  await open({ title: 'After' })
  await work()
  assert.equal(headings().at(-1), 'Investigating: After')
})
