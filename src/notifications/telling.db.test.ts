import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { announce } from './announce.ts'
import { deliveryPages } from './console.ts'
import { fanOut } from './fan-out.ts'
import { paceSince } from './pace.ts'
import { tellingsOf } from './progress.ts'
import { pauseTelling, resumeTelling, stopTelling } from './telling.ts'
import { wakeLanes } from './wake.ts'

const { setUp } = await engineStage()
const sent: Outcome = { result: 'sent', detail: '200' }

async function scene(seed: string) {
  const told: string[] = []
  const hook = tryingChannel('webhook', 'webhook', ({ to, message }) => {
    told.push(`${to} ${message.incident?.update.number}`)
    return sent
  })
  const stage = await setUp(seed, [hook])
  await stage.subscribe('webhook', ['a', 'b', 'c'])
  const progress = async (update: string) =>
    (await tellingsOf(stage.ctx, update)).map(({ state, sent, left }) => `${state} ${sent} sent ${left} left`)
  const work = async () => {
    await wakeLanes(stage.ctx)
    await stage.work()
  }
  return { ...stage, told, progress, work, choose: () => stage.work(noMail) }
}

test('what is paused waits, others go on; resumed it leaves', async () => {
  const { ctx, told, open, choose, progress, work: go } = await scene('paused')
  const { update } = await open()
  await assert.rejects(pauseTelling(ctx, 'none'), /update not found/)
  await pauseTelling(ctx, update.id)
  await choose()
  await go()
  assert.deepEqual([told, await progress(update.id)], [[], ['paused 0 sent 3 left']])
  const other = await open({ title: 'Another' })
  await go()
  assert.equal(told.length, 3)
  assert.deepEqual(await progress(other.update.id), ['done 3 sent 0 left'])
  await resumeTelling(ctx, update.id)
  await go()
  assert.deepEqual(await progress(update.id), ['done 3 sent 0 left'])
  assert.equal(told.length, 6)
})

test('what is stopped never leaves, and the ledger says who stopped it; a newer post is told', async () => {
  const { ctx, told, open, choose, work, progress, ledger } = await scene('stopped')
  const { id, update } = await open()
  await choose()
  await pauseTelling(ctx, update.id)
  await work()
  await stopTelling(ctx, update.id)
  await work()
  assert.deepEqual(await progress(update.id), ['stopped 0 sent 0 left'])
  assert.deepEqual(
    (await ledger()).map(({ name, state, reason }) => `${name} ${state} ${reason}`),
    ['a', 'b', 'c'].map((name) => `${name} skipped stopped by Alice`),
  )
  await assert.rejects(pauseTelling(ctx, update.id), /was stopped/)
  await postUpdate(ctx, id, { status: 'identified', body: 'Found.' })
  await work()
  assert.deepEqual(told.toSorted(), ['a 2', 'b 2', 'c 2'])
  const events = await ctx.db
    .selectFrom('events')
    .select(['kind', 'actor_name'])
    .where('org_id', '=', ctx.org)
    .where('subject_id', '=', update.id)
    .where('kind', 'like', 'telling.%')
    .orderBy('id')
    .execute()
  assert.deepEqual(events, [
    { kind: 'telling.paused', actor_name: 'Alice' },
    { kind: 'telling.stopped', actor_name: 'Alice' },
  ])
})

test('stopped before anybody was chosen, nobody is', async () => {
  const { ctx, told, open, work, ledger } = await scene('early')
  const { update } = await open()
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('subject_id', '=', update.id)
    .executeTakeFirstOrThrow()
  await announce(ctx, event.id)
  await stopTelling(ctx, update.id)
  await work()
  assert.deepEqual([told, await ledger()], [[], []])
})

test('the console shows how far it is, with buttons that hold it back', async () => {
  const { ctx, told, open, choose, work } = await scene('console')
  const { update } = await open()
  await choose()
  await pauseTelling(ctx, update.id)
  await work()
  const { see, submit } = testConsole(ctx, deliveryPages)
  const path = `/console/deliveries/updates/${update.id}`
  shows(await see(path), /On its way.*Paused: 0 sent, 3 messages left\..*Go on.*Stop/s)
  await submit(`${path}/resume`, {})
  await work()
  assert.equal(told.length, 3)
  hides(await see(path), /On its way/)
  shows(await see('/console/deliveries'), /How quickly they leave.*Webhook.*100 %/s)
})

test('a grace: nobody is told before it is over, and until then the post can be stopped', async () => {
  const { ctx, clock, told, open, work, progress } = await scene('grace')
  const [kept, stopped] = [await open({ graceSeconds: 10 }), await open({ title: 'A mistake', graceSeconds: 10 })]
  await stopTelling(ctx, stopped.update.id)
  await work()
  const all = await ctx.db.selectFrom('announcements').select('id').where('org_id', '=', ctx.org).execute()
  const choose = async () => {
    for (const { id } of all) await fanOut(ctx, { announcement: id })
    await work()
  }
  clock.advance(9_000)
  await choose()
  assert.deepEqual([told, await progress(kept.update.id)], [[], ['choosing 0 sent 0 left']])
  clock.advance(1_000)
  await choose()
  assert.deepEqual(told.toSorted(), ['a 1', 'b 1', 'c 1'])
  const paces = await paceSince(ctx, new Date(0), ctx.org)
  assert.ok(paces[0]!.figures.p99! < 1, 'the grace is not counted against the objective')
  assert.deepEqual(await progress(stopped.update.id), ['stopped 0 sent 0 left'])
  const { see } = testConsole(ctx, deliveryPages)
  const page = await see(`/console/deliveries/updates/${stopped.update.id}`)
  shows(page, /Nobody was told: Alice stopped it before anybody was chosen/)
  hides(page, /Nobody follows this page yet|Nobody was concerned/)
})

test('a post that is stopped in its grace takes no other’s place', async () => {
  await stopNewer('before')
  await stopNewer('after')
})

/** Two posts within a grace, of which the newer one is stopped before or after the older one is told. */
async function stopNewer(when: 'before' | 'after') {
  const { ctx, clock, told, open, work } = await scene(`grace ${when}`)
  const { id } = await open({ graceSeconds: 10 })
  clock.advance(5000)
  const slip = await postUpdate(ctx, id, { status: 'identified', body: 'A slip.', graceSeconds: 10 })
  await work()
  const all = await ctx.db.selectFrom('announcements').select('id').where('org_id', '=', ctx.org).execute()
  const choose = async () => {
    for (const one of all) await fanOut(ctx, { announcement: one.id })
    await work()
  }
  if (when === 'before') await stopTelling(ctx, slip.id)
  clock.advance(5000)
  await choose()
  if (when === 'after') await stopTelling(ctx, slip.id)
  clock.advance(10_000)
  await choose()
  assert.deepEqual(told.toSorted(), ['a 1', 'b 1', 'c 1'])
}
