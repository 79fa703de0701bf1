import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { ChangeIncident, changeIncident } from './change.ts'
import { withdrawUpdate } from './correct-update.ts'
import { findIncident } from './find.ts'
import { openIncident } from './open.ts'
import { phaseBefore } from './phase-before.ts'
import { postUpdate } from './post-update.ts'

const database = await testDatabase()
const hour = 3_600_000

async function setUp(seed: string, kind: 'incident' | 'notice' = 'incident') {
  const { ctx, clock } = await testContext(database, { seed })
  const { page } = await acme(ctx)
  const status = kind === 'notice' ? 'posted' : 'investigating'
  const { id } = await openIncident(ctx, { page, kind, title: 'Slow', status, body: 'On it.' })
  const post = (status: string) => postUpdate(ctx, id, { status, body: 'News.' })
  const endedAt = async () => (await findIncident(ctx, id)).resolved_at?.getTime() ?? null
  return { ctx, clock, id, post, endedAt }
}

test('a word after the end does not make the incident last longer; one that begins again does', async () => {
  const { ctx, clock, post, endedAt } = await setUp('afterthought')
  clock.advance(hour)
  await post('resolved')
  const end = ctx.now().getTime()
  clock.advance(48 * hour)
  await post('resolved')
  assert.equal(await endedAt(), end)
  await post('monitoring')
  assert.equal(await endedAt(), null)
  clock.advance(hour)
  await post('resolved')
  assert.equal(await endedAt(), ctx.now().getTime())
})

test('what has ended promises no next update', async () => {
  const { ctx, id, post, clock } = await setUp('promise')
  await post('resolved')
  const nextUpdateAt = new Date(clock.now().getTime() + hour).toISOString()
  await assert.rejects(changeIncident(ctx, id, { nextUpdateAt }), Conflict)
  assert.equal((await changeIncident(ctx, id, { nextUpdateAt: null, title: 'Slower' })).title, 'Slower')
})

test('an impact is that of an incident: planned work has its own, a notice none', async () => {
  const { ctx, id } = await setUp('notice', 'notice')
  await assert.rejects(changeIncident(ctx, id, { impact: 'critical' }), InvalidInput)
  assert.equal(ChangeIncident.safeParse({ impact: 'maintenance' }).success, false)
})

test('where “Resolved” is withdrawn, the incident is open again, and its components are what they were', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'not-over' })
  const { page } = await acme(ctx)
  const opening = { title: 'Slow', status: 'investigating', body: 'On it.' }
  const { id } = await openIncident(ctx, {
    page,
    ...opening,
    components: { web: 'major_outage', payments: 'partial_outage' },
  })
  await postUpdate(ctx, id, { status: 'identified', body: 'Found.', components: { payments: 'degraded_performance' } })
  const resolved = { status: 'resolved', body: 'Over.', components: { web: 'operational', payments: 'operational' } }
  const [end, again] = [await postUpdate(ctx, id, resolved), await postUpdate(ctx, id, resolved)]
  const shown = async () => {
    const { status, resolved_at } = await findIncident(ctx, id)
    const rows = ctx.db.selectFrom('components').select(['key', 'status']).where('key', 'in', ['payments', 'web'])
    const states = await rows.where('org_id', '=', ctx.org).orderBy('key').execute()
    return [status, resolved_at === null, ...states.map((row) => row.status)]
  }
  clock.advance(hour)
  await withdrawUpdate(ctx, id, again.id, { reason: 'Twice.', notify: false })
  assert.deepEqual(await shown(), ['resolved', false, 'operational', 'operational'])
  await withdrawUpdate(ctx, id, end.id, { reason: 'It was not over.', notify: false })
  assert.deepEqual(await shown(), ['identified', true, 'degraded_performance', 'major_outage'])
})

test('no withdrawal ends an incident, and planned work goes by its times', () => {
  const post = (id: string, status: string, audiences: string[] | null = null, withdrawn_at: Date | null = null) => ({
    ...{ id, status, audiences, withdrawn_at },
  })
  const incident = { kind: 'incident', status: 'resolved' }
  const posts = [
    post('3', 'resolved'),
    post('n', 'monitoring', ['staff']),
    post('2', 'identified', null, new Date(0)),
    post('1', 'investigating'),
  ]
  assert.equal(phaseBefore(incident, posts, '3'), 'investigating')
  assert.equal(phaseBefore(incident, posts, '1'), null)
  assert.equal(phaseBefore(incident, posts, 'n'), null)
  assert.equal(phaseBefore(incident, posts.slice(0, 1), '3'), null)
  assert.equal(phaseBefore({ ...incident, status: 'monitoring' }, [post('4', 'monitoring'), ...posts], '4'), null)
  const work = [post('2', 'completed'), post('1', 'in_progress')]
  assert.equal(phaseBefore({ kind: 'maintenance', status: 'completed' }, work, '2'), null)
})
