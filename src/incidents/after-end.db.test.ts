import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { ChangeIncident, changeIncident } from './change.ts'
import { findIncident } from './find.ts'
import { openIncident } from './open.ts'
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
