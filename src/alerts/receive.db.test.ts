import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approveDraft, editDraft, rejectDraft } from '../drafts/decide.ts'
import { publishDue } from '../drafts/publish-due.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { alertOf, type RuleOptions } from '../test/acme.ts'
import { drafts, incidents, setScene, statusOf, updatesOf } from '../test/alert-scene.ts'
import { testDatabase } from '../test/database.ts'
import { receiveAlert } from './receive.ts'

const database = await testDatabase()
const minute = 60_000

const setUp = (options: RuleOptions) => setScene(database, options)

test('auto: the firing is posted at once, its recovery resolves it', async () => {
  const { ctx, clock, send, us, api } = await setUp({ mode: 'auto', nextUpdateEvery: 1800 })
  const fired = await send('a', 'firing')
  assert.equal(fired.outcome, 'published')
  assert.equal(await statusOf(ctx, us), 'degraded_performance')
  assert.equal(await statusOf(ctx, api), 'operational', 'a parent keeps its own; the roll-up is a matter of showing')
  clock.advance(12 * minute)
  const recovered = await send('a', 'resolved')
  assert.deepEqual([recovered.outcome, recovered.incident], ['resolved', fired.incident])
  assert.equal(await statusOf(ctx, us), 'operational')
  assert.deepEqual(await updatesOf(ctx, fired.incident!), [
    { status: 'investigating', body: 'Requests to API · US are slower than usual. We will post again by 04:30 EST.' },
    { status: 'resolved', body: 'API · US is back to its normal speed. The slow-down lasted 12 minutes.' },
  ])
})

test('hold: a recovery inside it leaves no trace', async () => {
  const { ctx, clock, send } = await setUp({ mode: 'hold', holdFor: 300 })
  assert.equal((await send('a', 'firing')).outcome, 'held')
  clock.advance(4 * minute)
  assert.equal((await send('a', 'resolved')).outcome, 'cancelled')
  clock.advance(10 * minute)
  const [draft] = await drafts(ctx)
  await publishDue(ctx, { draft: draft!.id })
  assert.equal((await drafts(ctx))[0]!.state, 'cancelled')
  assert.deepEqual(await incidents(ctx), [])
})

test('hold: after it the message is posted, not before, and once', async () => {
  const { ctx, clock, send } = await setUp({ mode: 'hold', holdFor: 300 })
  await send('a', 'firing')
  const [draft] = await drafts(ctx)
  clock.advance(299_000)
  await publishDue(ctx, { draft: draft!.id })
  assert.equal((await incidents(ctx)).length, 0)
  clock.advance(1000)
  await Promise.all([publishDue(ctx, { draft: draft!.id }), publishDue(ctx, { draft: draft!.id })])
  assert.equal((await incidents(ctx)).length, 1)
  const [alert] = await ctx.db.selectFrom('alerts').selectAll().where('org_id', '=', ctx.org).execute()
  assert.equal(alert!.outcome, 'published', "the alert's outcome follows its draft")
})

test('approve: the message waits ready, can be edited, and its recovery waits too', async () => {
  const { ctx, send } = await setUp({ mode: 'approve' })
  assert.equal((await send('a', 'firing')).outcome, 'awaiting_approval')
  const [draft] = await drafts(ctx)
  assert.equal(draft!.title, 'Slower responses from API · US')
  await editDraft(ctx, draft!.id, { body: 'In my own words {{component.name}}.' })
  const approved = await approveDraft(ctx, draft!.id)
  assert.equal((await updatesOf(ctx, approved.incident_id!))[0]!.body, 'In my own words {{component.name}}.')
  assert.equal((await send('a', 'resolved')).outcome, 'awaiting_approval')
  const recovery = (await drafts(ctx)).find((d) => d.kind === 'recovery')!
  await approveDraft(ctx, recovery.id)
  assert.ok((await incidents(ctx))[0]!.resolved_at)
  await assert.rejects(approveDraft(ctx, recovery.id), /no longer waits/)
})

test('a rejected draft silences its alert until it has recovered', async () => {
  const { ctx, send } = await setUp({ mode: 'approve' })
  await send('a', 'firing', { occurrence: '1' })
  await rejectDraft(ctx, (await drafts(ctx))[0]!.id)
  assert.equal((await send('a', 'firing', { occurrence: '2' })).outcome, 'recorded')
  assert.equal((await send('a', 'firing', { occurrence: '3' })).outcome, 'recorded')
  assert.equal((await send('a', 'resolved', { occurrence: '3' })).outcome, 'recorded')
  assert.equal((await send('a', 'firing', { occurrence: '4' })).outcome, 'awaiting_approval')
})

test('record posts nothing', async () => {
  const { ctx, send } = await setUp({ mode: 'record' })
  assert.equal((await send('a', 'firing')).outcome, 'recorded')
  assert.deepEqual(await drafts(ctx), [])
})

test('a repeat is a duplicate; a new occurrence is not', async () => {
  const { send } = await setUp({ mode: 'auto' })
  assert.equal((await send('a', 'firing', { occurrence: '1' })).duplicate, false)
  assert.deepEqual(await send('a', 'firing', { occurrence: '1' }).then((r) => [r.duplicate, r.outcome]), [
    true,
    'ignored',
  ])
  await send('a', 'resolved', { occurrence: '1' })
  assert.equal((await send('a', 'firing', { occurrence: '2' })).duplicate, false)
})

test('without an occurrence a firing repeats until it has recovered', async () => {
  const { clock, send } = await setUp({ mode: 'auto' })
  await send('a', 'firing')
  clock.advance(minute)
  assert.equal((await send('a', 'firing')).duplicate, true)
  assert.equal((await send('a', 'resolved')).outcome, 'resolved')
  assert.equal((await send('a', 'resolved')).duplicate, true)
  clock.advance(minute)
  assert.equal((await send('a', 'firing')).duplicate, false)
})

test('one incident per rule and component: it ends with the last alert', async () => {
  const { ctx, send } = await setUp({ mode: 'auto' })
  const first = await send('a', 'firing')
  const second = await send('b', 'firing')
  assert.deepEqual([second.outcome, second.incident], ['absorbed', first.incident])
  assert.equal((await send('a', 'resolved')).outcome, 'absorbed')
  assert.equal((await incidents(ctx))[0]!.resolved_at, null)
  assert.equal((await send('b', 'resolved')).outcome, 'resolved')
  assert.equal((await incidents(ctx)).length, 1)
})

test('alerts join a waiting draft, and the last recovery cancels it', async () => {
  const { ctx, send } = await setUp({ mode: 'hold' })
  await send('a', 'firing')
  assert.equal((await send('b', 'firing')).outcome, 'held')
  assert.equal((await send('a', 'resolved')).outcome, 'absorbed')
  assert.equal((await send('b', 'resolved')).outcome, 'cancelled')
  assert.equal((await drafts(ctx)).length, 1)
})

test("a person's incident on a relative absorbs; on a sibling it does not", async () => {
  for (const [where, outcome] of [
    ['api', 'absorbed'],
    ['us', 'absorbed'],
    ['eu', 'published'],
    ['web', 'published'],
  ] as const) {
    const set = await setUp({ mode: 'auto', position: where.length })
    const opened = await openIncident(set.ctx, {
      page: set.page,
      title: 'We know',
      status: 'investigating',
      body: 'We are on it.',
      components: { [set[where]]: 'partial_outage' },
    })
    const fired = await set.send('a', 'firing')
    assert.equal(fired.outcome, outcome, where)
    if (outcome !== 'absorbed') continue
    assert.equal(fired.incident, opened.id)
    assert.equal((await set.send('a', 'resolved')).outcome, 'absorbed')
    assert.equal((await updatesOf(set.ctx, opened.id)).length, 1, 'nothing is posted on it')
  }
})

test('once a person has posted, automation asks', async () => {
  const { ctx, send } = await setUp({ mode: 'auto' })
  const fired = await send('a', 'firing')
  await postUpdate(ctx, fired.incident!, { status: 'identified', body: 'We found it.' })
  assert.equal((await send('b', 'firing')).outcome, 'absorbed')
  assert.equal((await send('b', 'resolved')).outcome, 'absorbed')
  assert.equal((await send('a', 'resolved')).outcome, 'awaiting_approval')
  assert.equal((await updatesOf(ctx, fired.incident!)).length, 2)
  assert.equal((await send('c', 'firing')).outcome, 'absorbed')
  assert.equal(
    (await drafts(ctx)).find((d) => d.state === 'awaiting_approval'),
    undefined,
    'it fires again, so the recovery draft is void',
  )
})

test('flapping continues one incident and tells readers little', async () => {
  const { ctx, clock, send } = await setUp({ mode: 'auto', flapWindow: 600 })
  const first = await send('a', 'firing')
  for (let i = 0; i < 10; i++) {
    clock.advance(30_000)
    await send('a', 'resolved')
    clock.advance(30_000)
    await send('a', 'firing')
  }
  assert.equal((await incidents(ctx)).length, 1)
  const posts = await updatesOf(ctx, first.incident!)
  assert.deepEqual(
    posts.map((p) => p.status),
    ['investigating', 'resolved', 'investigating', 'monitoring'],
  )
})

test('after the window a firing is a new incident', async () => {
  const { ctx, clock, send } = await setUp({ mode: 'auto', flapWindow: 600 })
  await send('a', 'firing')
  await send('a', 'resolved')
  clock.advance(601_000)
  await send('a', 'firing')
  assert.equal((await incidents(ctx)).length, 2)
})

test('paused automation asks; a muted source or rule only records', async () => {
  const { ctx, clock, send, rule, source } = await setUp({ mode: 'auto' })
  await ctx.db.updateTable('organizations').set({ automation_paused_at: ctx.now() }).where('id', '=', ctx.org).execute()
  assert.equal((await send('a', 'firing')).outcome, 'awaiting_approval')
  await ctx.db.updateTable('organizations').set({ automation_paused_at: null }).where('id', '=', ctx.org).execute()
  await ctx.db
    .updateTable('rules')
    .set({ muted_until: new Date(ctx.now().getTime() + minute) })
    .where('id', '=', rule)
    .execute()
  assert.equal((await send('b', 'firing')).outcome, 'recorded')
  clock.advance(2 * minute)
  const muted = { ...source, muted_until: new Date(ctx.now().getTime() + minute) }
  assert.equal((await receiveAlert(ctx, muted, null, alertOf('c', 'firing'))).outcome, 'recorded')
})

test('a hold that ends while automation is paused waits for a person', async () => {
  const { ctx, clock, send } = await setUp({ mode: 'hold', holdFor: 60 })
  await send('a', 'firing')
  await ctx.db.updateTable('organizations').set({ automation_paused_at: ctx.now() }).where('id', '=', ctx.org).execute()
  clock.advance(minute)
  await publishDue(ctx, { draft: (await drafts(ctx))[0]!.id })
  assert.equal((await drafts(ctx))[0]!.state, 'awaiting_approval')
})

test('a hold that ends after a person opened an incident is absorbed by it', async () => {
  const { ctx, clock, send, page, us } = await setUp({ mode: 'hold', holdFor: 60 })
  await send('a', 'firing')
  const opened = await openIncident(ctx, {
    page,
    title: 'We know',
    status: 'investigating',
    body: 'On it.',
    components: { [us]: 'major_outage' },
  })
  clock.advance(minute)
  await publishDue(ctx, { draft: (await drafts(ctx))[0]!.id })
  assert.equal((await incidents(ctx)).length, 1)
  const [alert] = await ctx.db.selectFrom('alerts').selectAll().where('org_id', '=', ctx.org).execute()
  assert.deepEqual([alert!.outcome, alert!.incident_id], ['absorbed', opened.id])
})

test('the same alert a hundred times at once is one incident', async () => {
  const { ctx, send } = await setUp({ mode: 'auto' })
  const receipts = await Promise.all(Array.from({ length: 100 }, () => send('a', 'firing', { occurrence: '1' })))
  assert.equal(receipts.filter((r) => !r.duplicate).length, 1)
  assert.equal((await incidents(ctx)).length, 1)
})
