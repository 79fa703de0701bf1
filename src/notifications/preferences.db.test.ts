import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withdrawUpdate } from '../incidents/correct-update.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { changeSubscription } from '../subscribers/change.ts'
import { endFollowers } from '../subscribers/over.ts'
import { fanOutStage, noMail } from '../test/fan-out.ts'
import { wakeLanes } from './wake.ts'

const { server, setUp, received } = await fanOutStage()
const night = { from: '08:00', until: '11:00', timeZone: 'UTC', exceptCritical: true }

test('who is asleep is told when their quiet hours end, of the newest alone, and at once of what is critical', async () => {
  const { ctx, clock, people, open, work, ledger } = await setUp('quiet')
  for (const id of [people.pat, people.kim]) await changeSubscription(ctx, id, { preferences: { quietHours: night } })
  const { id } = await open()
  await postUpdate(ctx, id, { status: 'monitoring', body: 'It recovers.' })
  await work()
  assert.deepEqual(received(), [])
  assert.deepEqual(
    (await ledger()).filter(({ state }) => state === 'queued').map(({ line, detail }) => `${line}: ${detail}`),
    ['pat 2 queued: waits for the end of quiet hours', 'kim 2 queued: waits for the end of quiet hours'],
  )
  await open({ title: 'Everything is down', impact: 'critical', components: {} })
  await work()
  assert.deepEqual(received(), ['kim: Investigating', 'lee: Investigating', 'pat: Investigating'])
  server.mails.length = 0
  clock.advance(2 * 3_600_000)
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Monitoring', 'pat: Monitoring'])
})

test('what somebody wishes is looked at again when the message is to leave', async () => {
  const { ctx, people, open, work, ledger } = await setUp('again')
  await open()
  await work(noMail)
  await changeSubscription(ctx, people.pat, { preferences: { leastImpact: 'critical' } })
  await changeSubscription(ctx, people.kim, { preferences: { quietHours: night } })
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), [])
  const rows = (await ledger()).filter(({ name }) => name !== 'lee')
  assert.match(rows[0]!.reason, /asked for critical impact; this one is minor/)
  assert.equal(rows[1]?.line, 'kim 1 queued')
})

test('the first and the last post are those that somebody hears first and last', async () => {
  const { ctx, people, open, work } = await setUp('ends')
  await changeSubscription(ctx, people.lee, { preferences: { phases: 'first_and_last' } })
  await changeSubscription(ctx, people.pat, { preferences: { phases: 'last' } })
  await changeSubscription(ctx, people.kim, { preferences: { kinds: ['maintenance'] } })
  const { id } = await open()
  await work()
  await postUpdate(ctx, id, { status: 'identified', body: 'Cards too.', components: { payments: 'major_outage' } })
  await work()
  await postUpdate(ctx, id, { status: 'monitoring', body: 'Better.' })
  await work()
  await postUpdate(ctx, id, { status: 'resolved', body: 'Over.' })
  await work()
  assert.deepEqual(received(), ['lee: Identified', 'lee: Resolved', 'pat: Resolved'])
})

test('who follows one incident hears of it alone, and is gone when it is over', async () => {
  const { ctx, people, open, work, ledger } = await setUp('one')
  const first = await open()
  await work()
  await changeSubscription(ctx, people.lee, { preferences: { incident: first.id } })
  server.mails.length = 0
  await open({ title: 'Cards fail', components: { payments: 'major_outage' } })
  await work()
  assert.equal((await ledger()).find(({ name, reason }) => name === 'lee' && /another/.test(reason))?.state, 'skipped')
  await postUpdate(ctx, first.id, { status: 'resolved', body: 'Over.' })
  assert.equal(await endFollowers(ctx), 0, 'not before it was told')
  await work()
  assert.ok(received().includes('lee: Resolved'))
  assert.deepEqual([await endFollowers(ctx), await endFollowers(ctx)], [1, 0])
  const lee = await ctx.db.selectFrom('subscribers').selectAll().where('id', '=', people.lee).executeTakeFirstOrThrow()
  assert.deepEqual([lee.state, lee.reason], ['unsubscribed', 'The incident that it followed is over.'])
})

test('a post for some labels is told to those who carry one, and takes nobody else’s news away', async () => {
  const { ctx, people, open, work, ledger } = await setUp('labels')
  await changeSubscription(ctx, people.pat, { labels: ['partner'] })
  const { id } = await open()
  await work()
  await postUpdate(ctx, id, { status: 'identified', body: 'For partners.', labels: ['partner'] })
  await work()
  assert.deepEqual(received(), ['kim: Investigating', 'pat: Identified', 'pat: Investigating'])
  assert.ok((await ledger()).some(({ name, reason }) => name === 'kim' && reason === 'is not labelled partner'))
})

test('a wish that was being written while readers were chosen is kept', async () => {
  const { ctx, clock, people, open, work } = await setUp('moment')
  const before = ctx.now()
  clock.advance(50)
  await open()
  await work(noMail)
  // Its transaction began before the choice and ended after it.
  await changeSubscription(ctx, people.pat, { components: ['payments'] })
  await ctx.db.updateTable('subscribers').set({ updated_at: before }).where('id', '=', people.pat).execute()
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Investigating'])
})

test('a post that took another’s place in the night and was taken back is not what the morning misses', async () => {
  const { ctx, clock, people, open, work, ledger } = await setUp('back')
  for (const id of [people.pat, people.kim]) await changeSubscription(ctx, id, { preferences: { quietHours: night } })
  const { id } = await open()
  await work()
  const { id: second } = await postUpdate(ctx, id, { status: 'resolved', body: 'It is over.' })
  await work()
  await withdrawUpdate(ctx, id, second, { reason: 'It is not.', notify: true })
  await work()
  clock.advance(3 * 3_600_000)
  for (let i = 0; i < 2; i++) {
    await wakeLanes(ctx)
    await work()
  }
  assert.deepEqual(received(), ['kim: Investigating', 'pat: Investigating'])
  assert.ok((await ledger()).every(({ state }) => state === 'sent' || state === 'skipped'))
})
