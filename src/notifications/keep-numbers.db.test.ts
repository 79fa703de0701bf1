import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { deliveryPages } from './console.ts'
import { keepNumbers, keptNumbers } from './keep-numbers.ts'
import { toldOf } from './told.ts'
import { wakeLanes } from './wake.ts'

const { setUp } = await engineStage()
const sent: Outcome = { result: 'sent', detail: '200' }
const second = 1000

test('what very many are told of is counted now and then while it changes, and not at each look', async () => {
  const stage = await setUp('kept', [tryingChannel('webhook', 'webhook', () => sent)])
  const { ctx, clock, open, work } = stage
  await stage.subscribe('webhook', ['a', 'b', 'c'])
  const { update } = await open()
  await work(noMail)
  const look = () => toldOf(ctx, update.id, 2)
  assert.deepEqual([(await look()).isCounting, (await look()).counts], [true, {}])
  assert.deepEqual((await toldOf(ctx, update.id, 3)).counts, { queued: 3 }, 'of few it is true now')

  await keepNumbers(ctx, 3)
  assert.equal(await keptNumbers(ctx, update.id), null, 'there are not more than three')
  await keepNumbers(ctx, 2)
  const countedAt = ctx.now()
  assert.deepEqual(await look(), { ...(await toldOf(ctx, update.id)), countedAt, isCounting: false })

  clock.advance(30 * second)
  await wakeLanes(ctx)
  await work()
  assert.deepEqual((await look()).counts, { queued: 3 })
  await keepNumbers(ctx, 2)
  const { counts, channels, lastSentAt } = await look()
  assert.deepEqual([counts, channels[0]?.sent, lastSentAt], [{ sent: 3 }, 3, ctx.now()])

  clock.advance(120 * second)
  await keepNumbers(ctx, 2)
  const last = ctx.now()
  clock.advance(120 * second)
  await keepNumbers(ctx, 2)
  assert.deepEqual((await keptNumbers(ctx, update.id))?.countedAt, last, 'nothing has changed since')
})

test('where it is not counted yet, and when it was, is said', async () => {
  const stage = await setUp('kept-words', [tryingChannel('webhook', 'webhook', () => sent)])
  const { ctx, open, work } = stage
  await stage.subscribe('webhook', ['a', 'b'])
  const { update } = await open()
  await work(noMail)
  await ctx.db.updateTable('announcements').set({ decided: 1_000_000 }).where('update_id', '=', update.id).execute()
  const { see } = testConsole(ctx, deliveryPages)
  const path = `/console/deliveries/updates/${update.id}`
  const before = await see(path)
  shows(before, /There are very many: they are counted in the next seconds/)
  hides(before, /Nobody follows this page yet/)
  await keepNumbers(ctx, 20_000)
  shows(await see(path), /2 messages wait or are on the way.*Counted at <time/s)
})
