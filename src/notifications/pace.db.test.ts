import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { slowNews } from '../letters/delivery-news.ts'
import { createMetrics } from '../lib/metrics.ts'
import { troubles } from '../overview/trouble.ts'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { countDeliveries } from './metrics.ts'
import { forgetPace, paceSince } from './pace.ts'
import { pauseTelling } from './telling.ts'
import { wakeLanes } from './wake.ts'
import { watchObjective } from './watch-objective.ts'

const { setUp } = await engineStage()
const sent: Outcome = { result: 'sent', detail: '200' }

test('how quickly messages leave is counted as they do, warned of when it is too slow, and told in metrics', async () => {
  const { ctx, base, clock, subscribe, open, work } = await setUp('pace', [
    tryingChannel('webhook', 'webhook', () => sent),
  ])
  await subscribe(
    'webhook',
    Array.from({ length: 30 }, (_, i) => `e${i}`),
  )
  const figures = async () =>
    (await paceSince(ctx, new Date(ctx.now().getTime() - 3_600_000), ctx.org)).map(({ figures, oldest }) => ({
      attempts: figures.attempts,
      met: figures.met,
      slow: (figures.p50 ?? 0) > 100,
      oldest,
    }))
  await open()
  await work()
  assert.deepEqual(await figures(), [{ attempts: 30, met: 1, slow: false, oldest: null }])
  await watchObjective(ctx)
  assert.deepEqual(await troubles(ctx).then((all) => all.filter(({ words }) => /webhook/.test(words))), [])
  // They wait for an account for three minutes, then leave.
  await open({ title: 'Another' })
  await work(noMail)
  clock.advance(180_000)
  assert.deepEqual(await figures(), [{ attempts: 30, met: 1, slow: false, oldest: 180 }])
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(await figures(), [{ attempts: 60, met: 0.5, slow: false, oldest: null }])
  await watchObjective(ctx)
  await watchObjective(ctx)
  const events = async () =>
    (
      await ctx.db
        .selectFrom('events')
        .select('kind')
        .where('org_id', '=', ctx.org)
        .where('kind', 'like', 'objective.%')
        .orderBy('id')
        .execute()
    ).map(({ kind }) => kind)
  assert.deepEqual(await events(), ['objective.missed'])
  const said = (await slowNews(ctx, { subject_id: 'webhook' }))?.message.text ?? ''
  assert.match(
    said,
    /^Messages by Webhook leave later .* Of the 60 first attempts of the past hour 50 % were made within 60/,
  )
  assert.ok(
    (await troubles(ctx)).some(({ words }) => words === 'Webhook: messages leave later than promised, or wait.'),
  )
  const metrics = createMetrics()
  countDeliveries(metrics, base)
  await metrics.look()
  assert.match(metrics.text(), /^upfront_delivery_objective_ratio\{channel="webhook"\} 0\.5$/m)
  assert.match(metrics.text(), /^upfront_delivery_seconds\{channel="webhook",quantile="0\.99"\} 1[89]\d\.\d+$/m)
  assert.match(metrics.text(), /^upfront_delivery_oldest_unsent_seconds\{channel="webhook"\} 0$/m)
  clock.advance(3_600_001)
  await watchObjective(ctx)
  assert.deepEqual(await events(), ['objective.missed', 'objective.met'])
  clock.advance(3 * 86_400_000)
  await forgetPace(ctx)
  assert.deepEqual(await figures(), [])
})

test('who is asleep, or a post that is paused, hides nobody who waits for no reason', async () => {
  const { ctx, clock, subscribe, open, work } = await setUp('hidden', [tryingChannel('webhook', 'webhook', () => sent)])
  const oldest = async () => (await paceSince(ctx, ctx.now(), ctx.org)).map((one) => one.oldest)
  const [asleep] = await subscribe('webhook', ['asleep'])
  const night = { quiet_from: '08:00', quiet_until: '20:00', quiet_zone: 'UTC' }
  await ctx.db.updateTable('subscribers').set(night).where('id', '=', asleep!).execute()
  await subscribe('webhook', ['awake'])
  const { update } = await open()
  await work(noMail)
  clock.advance(100_000)
  assert.deepEqual(await oldest(), [100])
  await pauseTelling(ctx, update.id)
  assert.deepEqual(await oldest(), [])
  await open({ title: 'Another' })
  await work(noMail)
  clock.advance(70_000)
  assert.deepEqual(await oldest(), [70])
})
