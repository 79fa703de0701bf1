import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { replayDelivery } from './replay.ts'
import { wakeLanes } from './wake.ts'

const { setUp } = await engineStage()
const hour = 3_600_000

test('a message that makes its channel fail each time is given up with a reason, others go on, and it is sent again by hand', async () => {
  let isMended = false
  const told: string[] = []
  const hook = tryingChannel('webhook', 'webhook', ({ to }) => {
    if (to === 'poison' && !isMended) throw new Error('https://secret.example/token')
    told.push(to)
    return { result: 'sent', detail: '200' }
  })
  const { ctx, clock, subscribe, open, work, ledger } = await setUp('poison', [hook])
  await subscribe('webhook', ['poison', 'well', 'good'])
  await open()
  await work()
  assert.deepEqual(told.toSorted(), ['good', 'well'])
  for (let i = 0; i < 12; i++) {
    clock.advance(29 * hour)
    await wakeLanes(ctx)
    await work()
  }
  const poison = async () => (await ledger()).find(({ name }) => name === 'poison')
  const given = await poison()
  assert.deepEqual(
    [given?.state, given?.detail],
    ['failed', 'given up after four days: this channel failed within Upfront; the log says more'],
  )
  isMended = true
  await replayDelivery(ctx, given!.id)
  await work()
  assert.deepEqual([told.at(-1), (await poison())?.state], ['poison', 'sent'])
})
