import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { replayDelivery } from './replay.ts'
import { stopTelling } from './telling.ts'
import { wakeLanes } from './wake.ts'

const { setUp } = await engineStage()
const sent: Outcome = { result: 'sent', detail: '200' }
const refused: Outcome = { result: 'refused', reason: '400 no' }
const busy: Outcome = { result: 'transient', reason: '503 busy' }

async function scene(name: string) {
  const state: { answer: Outcome } = { answer: refused }
  const told: (number | undefined)[] = []
  const stage = await setUp(name, [
    tryingChannel('webhook', 'webhook', ({ message }) => {
      if (state.answer.result === 'sent') told.push(message.incident?.update.number)
      return state.answer
    }),
  ])
  const pass = async (milliseconds: number) => {
    stage.clock.advance(milliseconds)
    await wakeLanes(stage.ctx)
    await stage.work()
  }
  return { ...stage, state, told, pass }
}

test('what a program failed to take is tried until it does once somebody sends it again, whatever it has had since', async () => {
  const { ctx, subscribe, open, work, ledger, state, told, pass } = await scene('again')
  await subscribe('webhook', ['hook'])
  const { id } = await open()
  await work()
  state.answer = sent
  await pass(60_000)
  await postUpdate(ctx, id, { status: 'identified', body: 'Found.' })
  await work()
  const [first] = await ledger()
  await pass(60_000)
  state.answer = busy
  await replayDelivery(ctx, first!.id)
  await pass(1000)
  assert.deepEqual(
    (await ledger()).map((row) => `${row.number} ${row.state}`),
    ['1 queued', '2 sent'],
  )
  state.answer = sent
  await pass(10_000)
  assert.deepEqual(told, [2, 1])
})

test('what newer news overtakes after it was sent again is not tried any more', async () => {
  const { ctx, subscribe, open, work, ledger, state, pass } = await scene('then')
  await subscribe('webhook', ['hook'])
  const { id } = await open()
  await work()
  state.answer = busy
  const [first] = await ledger()
  await pass(60_000)
  await replayDelivery(ctx, first!.id)
  await pass(1000)
  await postUpdate(ctx, id, { status: 'identified', body: 'Found.' })
  await work(noMail)
  state.answer = sent
  await pass(10_000)
  assert.deepEqual(
    (await ledger()).map((row) => `${row.number} ${row.state}`),
    ['1 superseded', '2 sent'],
  )
})

test('nothing of a stopped post is sent again: it would wait for ever', async () => {
  const { ctx, subscribe, open, work, ledger } = await scene('stopped')
  await subscribe('webhook', ['hook'])
  const { update } = await open()
  await work()
  await stopTelling(ctx, update.id)
  await work()
  const [failed] = await ledger()
  assert.equal(failed?.state, 'failed')
  await assert.rejects(replayDelivery(ctx, failed!.id), /was stopped/)
  assert.equal((await ledger())[0]?.state, 'failed')
})
