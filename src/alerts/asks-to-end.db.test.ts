import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approveDraft } from '../drafts/decide.ts'
import { removeSource } from '../hooks/remove.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { newId } from '../lib/id.ts'
import { alertOf, type RuleOptions } from '../test/acme.ts'
import { drafts, incidents, setScene, updatesOf } from '../test/alert-scene.ts'
import { testDatabase } from '../test/database.ts'
import { receiveAlert } from './receive.ts'
import { resolveOverdue } from './resolve-quiet.ts'

const database = await testDatabase()
const minute = 60_000

async function setUp(options: RuleOptions) {
  const scene = await setScene(database, options)
  const { ctx } = scene
  const asks = async () => (await drafts(ctx)).filter((d) => d.kind === 'recovery' && d.state === 'awaiting_approval')
  const heard = async (kind: string, subject: string) =>
    (
      await ctx.db
        .selectFrom('events')
        .select('id')
        .where('kind', '=', kind)
        .where('subject_id', '=', subject)
        .execute()
    ).length
  const other = await ctx.db
    .insertInto('sources')
    .values({ ...scene.source, id: newId(ctx), key: 'other', token_hash: Buffer.from(newId(ctx)) })
    .returningAll()
    .executeTakeFirstOrThrow()
  const sendOther = (key: string, state: 'firing' | 'resolved') => receiveAlert(ctx, other, null, alertOf(key, state))
  const toHold = async (component: string) => {
    scene.clock.advance(1000)
    const held = { mode: 'hold', hold_for: 300, component_id: component }
    await ctx.db.updateTable('rules').set(held).where('id', '=', scene.rule).execute()
  }
  return { ...scene, asks, heard, sendOther, toHold }
}

test('a person’s post while flapping is watched does not end the watch: they are asked whether it is over', async () => {
  const { ctx, clock, send, asks, heard } = await setUp({ mode: 'auto', flapWindow: 600 })
  for (const state of ['firing', 'resolved', 'firing', 'resolved'] as const) await send('a', state)
  const [incident] = await incidents(ctx)
  clock.advance(minute)
  await postUpdate(ctx, incident!.id, { status: 'monitoring', body: 'We watch it.' })
  clock.advance(10 * minute)
  await resolveOverdue(ctx)
  await resolveOverdue(ctx)
  const [draft, ...more] = await asks()
  assert.deepEqual([draft!.incident_id, more.length], [incident!.id, 0])
  assert.equal(await heard('draft.created', draft!.id), 1, 'operators are told of it')
  assert.equal((await incidents(ctx))[0]!.resolved_at, null)
  await approveDraft(ctx, draft!.id)
  assert.ok((await incidents(ctx))[0]!.resolved_at)
})

test('a person’s post during the watch, then a firing and its recovery: asked once, by the recovery', async () => {
  const { ctx, clock, send, asks } = await setUp({ mode: 'auto', flapWindow: 600 })
  for (const state of ['firing', 'resolved', 'firing', 'resolved'] as const) await send('a', state)
  const [incident] = await incidents(ctx)
  await postUpdate(ctx, incident!.id, { status: 'monitoring', body: 'We watch it.' })
  clock.advance(minute)
  await send('a', 'firing')
  clock.advance(10 * minute)
  await resolveOverdue(ctx)
  assert.equal((await asks()).length, 0)
  assert.equal((await updatesOf(ctx, incident!.id)).at(-1)!.body, 'We watch it.')
  await send('a', 'resolved')
  await resolveOverdue(ctx)
  assert.equal((await asks()).length, 1)
})

test('a removed source: its held draft goes, and a person is asked to end its incident', async () => {
  const { ctx, clock, source, send, asks, heard, toHold, eu } = await setUp({ mode: 'auto' })
  const { incident } = await send('a', 'firing')
  await toHold(eu)
  await send('b', 'firing')
  clock.advance(4 * minute)
  await removeSource(ctx, source.id)
  assert.deepEqual(
    (await drafts(ctx)).filter((d) => d.kind === 'opening').map((d) => d.state),
    ['published', 'cancelled'],
  )
  const [draft, ...more] = await asks()
  assert.deepEqual([draft!.incident_id, more.length], [incident, 0])
  assert.match(draft!.reason!, /source was removed/)
  assert.equal(await heard('draft.created', draft!.id), 1)
  await approveDraft(ctx, draft!.id)
  assert.match((await updatesOf(ctx, incident!)).at(-1)!.body, /lasted 4 minutes/)
})

test('a removed source: what other sources report goes on, and their recovery ends it', async () => {
  const { ctx, source, send, sendOther, asks, toHold, eu } = await setUp({ mode: 'auto' })
  const { incident } = await send('a', 'firing')
  await sendOther('a', 'firing')
  await toHold(eu)
  await send('b', 'firing')
  await sendOther('b', 'firing')
  await removeSource(ctx, source.id)
  assert.equal((await asks()).length, 0)
  const held = (await drafts(ctx)).find((d) => d.state === 'held')!
  const behind = await ctx.db.selectFrom('alerts').select('key').where('id', '=', held.alert_id).executeTakeFirst()
  assert.equal(behind?.key, 'b')
  await sendOther('a', 'resolved')
  await sendOther('b', 'resolved')
  assert.equal((await drafts(ctx)).find((d) => d.id === held.id)!.state, 'cancelled')
  assert.ok((await incidents(ctx)).find((i) => i.id === incident)!.resolved_at)
})

test('a removed source: an incident that was watched is asked about, once', async () => {
  const { ctx, clock, source, send, asks } = await setUp({ mode: 'auto', flapWindow: 600 })
  for (const state of ['firing', 'resolved', 'firing', 'resolved'] as const) await send('a', state)
  await removeSource(ctx, source.id)
  clock.advance(10 * minute)
  await resolveOverdue(ctx)
  assert.equal((await asks()).length, 1)
})
