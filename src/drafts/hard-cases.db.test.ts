import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiveAlert } from '../alerts/receive.ts'
import { resolveIfQuiet } from '../alerts/resolve-quiet.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { approveDraft } from './decide.ts'
import { publishDue, publishOverdue } from './publish-due.ts'

const database = await testDatabase()
const minute = 60_000

async function setUp(name: string, options: Parameters<typeof addRule>[2]) {
  const { ctx, clock } = await testContext(database, { seed: name })
  const place = await acme(ctx)
  const rule = await addRule(ctx, place.page, { component: place.us, ...options })
  const send = (key: string, state: 'firing' | 'resolved', more = {}) =>
    receiveAlert(ctx, place.source, null, alertOf(key, state, more))
  const at = (minutes: number) => new Date(ctx.now().getTime() + minutes * minute)
  const incidents = () =>
    ctx.db.selectFrom('incidents').selectAll().where('org_id', '=', ctx.org).orderBy('created_at').execute()
  const drafts = () =>
    ctx.db.selectFrom('drafts').selectAll().where('org_id', '=', ctx.org).orderBy('created_at').execute()
  const waiting = async () => (await drafts()).find((d) => d.state === 'awaiting_approval')!.id
  const posts = async () =>
    (
      await ctx.db
        .selectFrom('incident_updates')
        .select('body')
        .where('org_id', '=', ctx.org)
        .orderBy('number')
        .execute()
    ).map((u) => u.body)
  const changeRule = (set: Record<string, unknown>) =>
    ctx.db.updateTable('rules').set(set).where('id', '=', rule).execute()
  const say = (set: Record<string, string>) =>
    ctx.db.updateTable('messages').set(set).where('org_id', '=', ctx.org).execute()
  return { ctx, clock, ...place, rule, send, at, incidents, drafts, waiting, posts, changeRule, say }
}

test('a message that comes out empty is said in our own words', async () => {
  const { send, say, incidents, posts } = await setUp('empty', { mode: 'auto' })
  await say({ title: '{{alert.summary}}', investigating: ' {{alert.summary}} ', resolved: '{{alert.summary}}' })
  await send('a', 'firing')
  assert.equal((await send('a', 'resolved')).outcome, 'resolved')
  assert.equal((await incidents())[0]!.title, 'Problem with API · US')
  assert.match((await posts())[0]!, /^Something is not right with API · US/)
  await send('b', 'firing', { summary: 'two\n\nlines' })
  assert.equal((await incidents())[0]!.title, 'Problem with API · US', 'it was reopened')
})

test('a title is one line', async () => {
  const { send, say, incidents } = await setUp('one line', { mode: 'auto' })
  await say({ title: '{{alert.summary}}' })
  await send('a', 'firing', { summary: 'two\n\nlines' })
  assert.equal((await incidents())[0]!.title, 'two lines')
})

test('a hold whose job came too early, or never, ends all the same', async () => {
  const { ctx, clock, send, drafts, incidents } = await setUp('early', { mode: 'hold', holdFor: 300 })
  await send('a', 'firing')
  clock.advance(299_990)
  await publishDue(ctx, { draft: (await drafts())[0]!.id })
  await publishOverdue(ctx)
  assert.equal((await incidents()).length, 0)
  clock.advance(10)
  await publishOverdue(ctx)
  await publishOverdue(ctx)
  assert.equal((await incidents()).length, 1)
})

test('firing again within the flap window reopens, though the hold ends after it', async () => {
  const { ctx, clock, send, incidents } = await setUp('hold and flap', {
    mode: 'hold',
    holdFor: 480,
    flapWindow: 600,
  })
  await send('a', 'firing')
  clock.advance(8 * minute)
  await publishOverdue(ctx)
  await send('a', 'resolved')
  clock.advance(5 * minute)
  await send('a', 'firing')
  clock.advance(8 * minute)
  await publishOverdue(ctx)
  assert.deepEqual(
    (await incidents()).map((i) => [i.status, i.reopened]),
    [['investigating', 1]],
  )
})

test('a draft keeps to its component though its rule posts on another now', async () => {
  const { ctx, send, eu, us, waiting, incidents, changeRule } = await setUp('moved rule', { mode: 'approve' })
  await send('a', 'firing')
  await changeRule({ component_id: eu, mode: 'auto' })
  await send('b', 'firing')
  await send('b', 'resolved')
  await approveDraft(ctx, await waiting())
  assert.deepEqual(
    (await incidents()).map((i) => [i.rule_component_id, i.status]),
    [
      [eu, 'resolved'],
      [us, 'investigating'],
    ],
  )
  await send('c', 'firing')
  assert.equal((await incidents()).length, 2)
})

test('a hold asks where its rule was told to ask, or to record, while it waited', async () => {
  for (const mode of ['approve', 'record']) {
    const { ctx, clock, send, drafts, changeRule } = await setUp(`changed to ${mode}`, { mode: 'hold', holdFor: 60 })
    await send('a', 'firing')
    await changeRule({ mode, hold_for: null })
    clock.advance(minute)
    await publishOverdue(ctx)
    assert.equal((await drafts())[0]!.state, 'awaiting_approval')
    const alert = await ctx.db.selectFrom('alerts').select('reason').where('org_id', '=', ctx.org).executeTakeFirst()
    assert.equal(alert?.reason, 'The rule was changed while it waited.', 'the alert says why a person is asked')
  }
})

test('an approved draft goes on with the incident that its rule has open meanwhile', async () => {
  const { ctx, clock, send, waiting, incidents } = await setUp('two ways', { mode: 'approve' })
  await send('a', 'firing')
  await approveDraft(ctx, await waiting())
  await send('a', 'resolved')
  await approveDraft(ctx, await waiting())
  clock.advance(20 * minute)
  await send('b', 'firing')
  await postUpdate(ctx, (await incidents())[0]!.id, { status: 'investigating', body: 'It is back.' })
  await approveDraft(ctx, await waiting())
  assert.equal((await incidents()).length, 1)
})

test('a recovery cannot be approved once a person has ended the incident', async () => {
  const { ctx, send, waiting, posts, incidents } = await setUp('ended', { mode: 'approve' })
  await send('a', 'firing')
  await approveDraft(ctx, await waiting())
  await send('a', 'resolved')
  await postUpdate(ctx, (await incidents())[0]!.id, { status: 'resolved', body: 'Over.' })
  await assert.rejects(approveDraft(ctx, await waiting()), /has ended/)
  assert.equal((await posts()).length, 2)
})

test('an incident that was watched asks where its rule was muted or told to ask meanwhile', async () => {
  const changes = { muted: { muted_until: new Date('2100-01-01') }, asks: { mode: 'approve' } }
  for (const [name, change] of Object.entries(changes)) {
    const { ctx, clock, send, incidents, drafts, changeRule } = await setUp(name, { mode: 'auto', flapWindow: 600 })
    for (const state of ['firing', 'resolved', 'firing', 'resolved'] as const) await send('a', state)
    await changeRule(change)
    clock.advance(10 * minute)
    const [incident] = await incidents()
    const alert = (await drafts())[0]!.alert_id!
    await resolveIfQuiet(ctx, { incident: incident!.id, alert })
    await resolveIfQuiet(ctx, { incident: incident!.id, alert })
    assert.equal((await incidents())[0]!.resolved_at, null)
    assert.equal((await drafts()).filter((d) => d.kind === 'recovery' && d.state === 'awaiting_approval').length, 1)
  }
})

test('durations and beginnings make sense though the clock of the source is wrong', async () => {
  for (const off of [-600, -20, 20, 600]) {
    const { clock, send, at, say, posts } = await setUp(`clock ${off}`, { mode: 'auto' })
    await say({ investigating: 'Since {{startedAt}}', resolved: 'It lasted {{duration}}.' })
    await send('a', 'firing', { startedAt: at(off) })
    clock.advance(12 * minute)
    await send('a', 'resolved', { startedAt: at(off - 12), endedAt: at(off) })
    const [began, ended] = await posts()
    assert.equal(ended, 'It lasted 12 minutes.', String(off))
    if (off > 0) assert.equal(began, 'Since 04:00 EST')
  }
})

test('what waits about a person’s incident elsewhere is not touched', async () => {
  const { ctx, clock, page, web, send, incidents } = await setUp('elsewhere', { mode: 'hold', holdFor: 60 })
  await send('a', 'firing')
  const components = { [web]: 'major_outage' }
  await openIncident(ctx, { page, title: 'Web', status: 'investigating', body: 'On it.', components })
  clock.advance(minute)
  await publishOverdue(ctx)
  assert.equal((await incidents()).length, 2)
})
