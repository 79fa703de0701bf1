import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { awayNow } from './away.ts'
import { deliveryPages } from './console.ts'
import { wakeLanes } from './wake.ts'

const { setUp } = await engineStage()

test('who takes nothing is named in the ledger, with since when and when it is tried next; and no more once it is back', async () => {
  let answer: Outcome = { result: 'transient', reason: 'no answer within 15 seconds' }
  const hook = tryingChannel('webhook', 'webhook', ({ host }) =>
    host === 'dead.example' ? answer : { result: 'sent', detail: '200' },
  )
  const { ctx, clock, subscribe, open, work } = await setUp('away', [hook])
  await subscribe(
    'webhook',
    Array.from({ length: 12 }, (_, i) => `dead${i}`),
    'dead.example',
  )
  await subscribe('webhook', ['well'], 'well.example')
  const { see } = testConsole(ctx, deliveryPages)
  hides(await see('/console/deliveries'), /does not answer/)
  await open()
  await work()
  const [away, ...others] = await awayNow(ctx)
  assert.deepEqual([away?.name, away?.account, others], ['dead.example', null, []])
  assert.ok(away!.nextAt! > ctx.now())
  shows(
    await see('/console/deliveries'),
    /Somebody does not answer.*dead\.example.*has taken nothing since.*no answer within 15 seconds.*12 messages wait; the next attempt is at/s,
  )
  answer = { result: 'sent', detail: '200' }
  for (let i = 0; i < 6; i++) {
    clock.advance(10 * 60_000)
    await wakeLanes(ctx)
    await work()
  }
  assert.deepEqual(await awayNow(ctx), [])
})

test('a vendor that is away for days tells nothing against those behind it; a program that is counts', async () => {
  const away: Outcome = { result: 'transient', reason: 'nobody listens', unreachable: true }
  const { ctx, clock, subscribe, account, open, work } = await setUp('days', [
    tryingChannel('email', 'email', () => away, { needsAccount: true }),
    tryingChannel('webhook', 'webhook', () => away),
  ])
  await account('email', 'server')
  const [kim] = await subscribe('email', ['kim'])
  const [hook] = await subscribe('webhook', ['hook'])
  for (let i = 0; i < 6; i++) await open({ title: `Fault ${i}` })
  await work()
  for (let i = 0; i < 100; i++) {
    clock.advance(3_600_000)
    await wakeLanes(ctx)
    await work()
  }
  const people = await ctx.db.selectFrom('subscribers').select(['id', 'state', 'soft_bounces']).execute()
  const of = (id: string | undefined) => people.find((one) => one.id === id)
  assert.deepEqual([of(kim)?.state, of(kim)?.soft_bounces], ['active', 0])
  assert.ok(of(hook)!.soft_bounces > 0, 'nobody but itself is behind its host')
})
