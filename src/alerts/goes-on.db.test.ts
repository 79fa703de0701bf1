import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rejectDraft } from '../drafts/decide.ts'
import { publishDue } from '../drafts/publish-due.ts'
import { openIncident } from '../incidents/open.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { receiveAlert } from './receive.ts'

const database = await testDatabase()
const minute = 60_000

async function setUp(name: string, options: Parameters<typeof addRule>[2]) {
  const { ctx, clock } = await testContext(database, { seed: name })
  const place = await acme(ctx)
  const rule = await addRule(ctx, place.page, { component: place.us, ...options })
  const send = (key: string, state: 'firing' | 'resolved', more = {}) =>
    receiveAlert(ctx, place.source, null, alertOf(key, state, more))
  const at = (minutes: number) => new Date(ctx.now().getTime() + minutes * minute)
  const open = () =>
    ctx.db.selectFrom('incidents').select('id').where('org_id', '=', ctx.org).where('resolved_at', 'is', null).execute()
  const waiting = () =>
    ctx.db.selectFrom('drafts').selectAll().where('org_id', '=', ctx.org).where('state', '=', 'held').execute()
  const mute = (until: Date | null) =>
    ctx.db.updateTable('rules').set({ muted_until: until }).where('id', '=', rule).execute()
  return { ctx, clock, ...place, rule, send, at, open, waiting, mute }
}

test('a recovery that names no time or occurrence ends the open firing, though that says it began before an earlier recovery', async () => {
  const { clock, send, at, open } = await setUp('late start', { mode: 'auto' })
  await send('a', 'firing', { occurrence: '1', startedAt: at(-5) })
  clock.advance(5 * minute)
  assert.equal((await send('a', 'resolved')).outcome, 'resolved')
  clock.advance(3 * minute)
  await send('a', 'firing', { occurrence: '2', startedAt: at(-4) })
  clock.advance(minute)
  const recovered = await send('a', 'resolved')
  assert.equal(recovered.duplicate, false)
  clock.advance(11 * minute)
  assert.equal((await open()).length, 1, 'it came back, so it is watched')
  assert.equal((await send('a', 'resolved')).duplicate, true)
})

test('a repeat without an occurrence is one, though it says it began before an earlier recovery', async () => {
  const { clock, send, at } = await setUp('late repeat', { mode: 'auto' })
  await send('a', 'firing', { startedAt: at(-5) })
  await send('a', 'resolved')
  clock.advance(minute)
  assert.equal((await send('a', 'firing', { startedAt: at(-2) })).duplicate, false)
  assert.equal((await send('a', 'firing', { startedAt: at(-2) })).duplicate, true)
})

test('a late recovery of an earlier occurrence without a time does not end a newer one', async () => {
  const { send, open } = await setUp('late recovery', { mode: 'auto' })
  await send('a', 'firing', { occurrence: '1' })
  await send('a', 'firing', { occurrence: '2' })
  assert.equal((await send('a', 'resolved', { occurrence: '1' })).outcome, 'recorded')
  assert.equal((await open()).length, 1)
  assert.equal((await send('a', 'resolved', { occurrence: '2' })).outcome, 'resolved')
})

test('what fires again while its rule is muted still belongs to its incident, and its recovery ends that', async () => {
  const { clock, send, at, open, mute } = await setUp('muted', { mode: 'auto' })
  const first = await send('a', 'firing', { occurrence: '1' })
  await mute(at(10))
  const again = await send('a', 'firing', { occurrence: '2' })
  assert.deepEqual([again.outcome, again.incident], ['absorbed', first.incident])
  clock.advance(20 * minute)
  assert.equal((await send('a', 'resolved', { occurrence: '2' })).outcome, 'resolved')
  assert.deepEqual(await open(), [])
})

test('what fires again under another rule still belongs to its incident', async () => {
  const { ctx, page, us, send, open, rule } = await setUp('other rule', { mode: 'auto' })
  const first = await send('a', 'firing', { occurrence: '1' })
  await ctx.db
    .updateTable('rules')
    .set({ match: JSON.stringify({ title: 'none' }) })
    .where('id', '=', rule)
    .execute()
  assert.equal((await send('a', 'firing', { occurrence: '2' })).incident, first.incident)
  await addRule(ctx, page, { component: us, mode: 'auto', position: 9 })
  assert.equal((await send('a', 'firing', { occurrence: '3' })).incident, first.incident)
  assert.equal((await send('a', 'resolved', { occurrence: '3' })).outcome, 'resolved')
  assert.deepEqual(await open(), [])
})

test('what fires again after a person opened an incident beside still ends the one that it opened', async () => {
  const { ctx, page, us, send, open } = await setUp('person beside', { mode: 'auto' })
  const first = await send('a', 'firing', { occurrence: '1' })
  const components = { [us]: 'major_outage' }
  const theirs = await openIncident(ctx, { page, title: 'Ours', status: 'investigating', body: 'On it.', components })
  assert.equal((await send('a', 'firing', { occurrence: '2' })).incident, first.incident)
  assert.equal((await send('a', 'resolved', { occurrence: '2' })).outcome, 'resolved')
  assert.deepEqual(await open(), [{ id: theirs.id }])
})

test('a held draft that only a muted firing is behind is cancelled by its recovery', async () => {
  const { ctx, clock, send, at, open, waiting, mute } = await setUp('muted draft', { mode: 'hold', holdFor: 300 })
  await send('a', 'firing', { occurrence: '1' })
  const [draft] = await waiting()
  await mute(at(2))
  assert.equal((await send('a', 'firing', { occurrence: '2' })).outcome, 'held')
  assert.equal((await send('a', 'resolved', { occurrence: '2' })).outcome, 'cancelled')
  clock.advance(5 * minute)
  await publishDue(ctx, { draft: draft!.id })
  assert.deepEqual(await open(), [])
})

test('a rejected draft keeps its alert silent, whatever is open beside', async () => {
  const { ctx, send, waiting } = await setUp('rejected', { mode: 'hold' })
  await send('a', 'firing', { occurrence: '1' })
  await rejectDraft(ctx, (await waiting())[0]!.id)
  assert.equal((await send('a', 'firing', { occurrence: '2' })).outcome, 'recorded')
  assert.deepEqual(await waiting(), [])
})
