import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { removeAudience } from '../audiences/remove.ts'
import { publicRights } from '../audiences/rights.ts'
import { visible } from '../audiences/visible.ts'
import { changeContent } from '../content/change.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { readSnapshot } from '../publishing/read.ts'
import { acme } from '../test/acme.ts'
import { testConsole } from '../test/console.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { changeMetric } from './change.ts'
import { metricPages } from './console.ts'
import { createMetric } from './create.ts'
import { drawMetrics } from './draw.ts'
import { feedMetric } from './feed.ts'
import { findMetric, listMetrics } from './find.ts'
import { forgetOldPoints } from './forget.ts'
import { removeMetric } from './remove.ts'
import { moveMetric, reorderMetrics } from './reorder.ts'

const database = await testDatabase()
const { ctx, app, clock, tokens } = await installation(database, { seed: 'metrics' })
const { page } = await acme(ctx)
const minute = 60_000
const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * minute).toISOString()
const pointsOf = (id: string) =>
  ctx.db.selectFrom('metric_points').select(['at', 'value']).where('metric_id', '=', id).orderBy('at').execute()
const versionOf = async () =>
  (await ctx.db.selectFrom('pages').select('version').where('id', '=', page).executeTakeFirstOrThrow()).version

async function call(method: string, path: string, token: string, body?: object) {
  const response = await app.request(`/api/v1/metrics${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}

test('a metric is made, changed, put in order and removed; its key is its page’s', async () => {
  const first = await createMetric(ctx, { page, key: 'first', name: 'First' })
  const second = await createMetric(ctx, { page, key: 'second', name: 'Second', unit: 'ms', decimals: 1 })
  await assert.rejects(createMetric(ctx, { page, key: 'first', name: 'Again' }), Conflict)
  const keys = async () => (await listMetrics(ctx, page)).map(({ key }) => key)
  await moveMetric(ctx, second.id, 'up')
  await moveMetric(ctx, second.id, 'up')
  assert.deepEqual(await keys(), ['second', 'first'])
  await reorderMetrics(ctx, { page, metrics: ['first', 'second'] })
  assert.deepEqual(await keys(), ['first', 'second'])
  await assert.rejects(reorderMetrics(ctx, { page, metrics: ['first'] }), InvalidInput)
  await changeMetric(ctx, 'first', { name: 'Renamed', minimum: 0, translations: { de: { name: 'Neu' } } })
  await assert.rejects(changeMetric(ctx, 'first', { maximum: -1 }), /axis is not right/)
  const { name, minimum, unit } = await findMetric(ctx, first.id)
  assert.deepEqual([name, minimum, unit], ['Renamed', 0, null])
  const vip = await createAudience(ctx, { page, key: 'vip', name: 'VIP' })
  await changeMetric(ctx, first.id, { audiences: ['vip'] })
  await assert.rejects(removeAudience(ctx, vip.id), /limits the metric "Renamed"/)
  await removeMetric(ctx, first.id)
  await removeMetric(ctx, second.id)
  await removeAudience(ctx, vip.id)
  assert.deepEqual(await keys(), [])
})

test('points are kept by the minute, the last one counts, and the same again changes nothing', async () => {
  const { id } = await createMetric(ctx, { page, key: 'fed', name: 'Fed' })
  const points = [{ value: 5 }, { at: ago(10), value: 1 }, { at: ago(9.9), value: 2 }, { at: ago(10), value: 3 }]
  assert.equal((await call('POST', '/fed/points', tokens.editor, { points })).status, 200)
  const kept = await pointsOf(id)
  assert.deepEqual(
    kept.map(({ at, value }) => [at.toISOString(), value]),
    [
      [ago(10), 3],
      [ago(0), 5],
    ],
  )
  await ctx.db.updateTable('metrics').set({ undrawn: false }).where('id', '=', id).execute()
  await feedMetric(ctx, id, { points })
  assert.deepEqual([await pointsOf(id), (await findMetric(ctx, id)).undrawn], [kept, false])
  await removeMetric(ctx, id)
})

test('what is wrong with points is said with its place, and nothing of them is kept', async () => {
  const { id } = await createMetric(ctx, { page, key: 'wrong', name: 'Wrong' })
  const day = 1440
  const points = [{ value: 1 }, { at: ago(-6), value: 1 }, { at: ago(30 * day + 1), value: 1 }]
  const refused = await call('POST', '/wrong/points', tokens.editor, { points })
  assert.equal(refused.status, 422)
  assert.deepEqual(refused.body.errors, [
    { pointer: '/points/1/at', detail: 'expected a time that is not in the future' },
    { pointer: '/points/2/at', detail: 'expected a time within the past 30 days' },
  ])
  assert.deepEqual(await pointsOf(id), [])
  const most = Array.from({ length: 3000 }, (_, i) => ({ at: ago(i), value: i }))
  assert.deepEqual((await call('POST', '/wrong/points', tokens.editor, { points: most })).body, { points: 3000 })
  const text = await call('POST', '/wrong/points', tokens.editor, { points: [{ value: '5' }] })
  assert.match(text.body.errors[0].pointer, /^\/points\/0\/value/)
  assert.equal((await call('POST', '/wrong/points', tokens.viewer, { points })).status, 403)
  const other = await installation(database, { seed: 'metrics-other' })
  for (const path of ['/wrong/points', `/${id}/points`])
    assert.equal((await call('POST', path, other.tokens.owner, { points: [{ value: 1 }] })).status, 404)
  assert.equal((await call('GET', `/${id}`, other.tokens.owner)).status, 404)
  await removeMetric(ctx, id)
})

test('a metric of a file says so, is read-only for people and still fed', async () => {
  const { id } = await createMetric(
    { ...ctx, actor: { kind: 'file', name: 'ops/upfront.yaml' } },
    { page, key: 'filed', name: 'Filed' },
  )
  const made = await call('GET', '/filed', tokens.viewer)
  assert.equal(made.body.managedBy, 'ops/upfront.yaml')
  const refused = await call('PATCH', '/filed', tokens.owner, { name: 'Mine' })
  assert.equal(refused.status, 409)
  assert.match(refused.body.detail, /The metric "Filed" comes from ops\/upfront\.yaml/)
  assert.equal((await call('DELETE', '/filed', tokens.owner)).status, 409)
  assert.equal((await call('POST', '/filed/points', tokens.editor, { points: [{ value: 1 }] })).status, 200)
  const { see } = testConsole(ctx, metricPages)
  const path = `/console/settings/pages/${page}/metrics`
  const form = await see(`${path}/${id}`)
  assert.match(form, /This comes from <code>upfront\.yaml<\/code>/)
  assert.match(form, /<fieldset class="plain" disabled>/)
  assert.doesNotMatch(form, /Remove it|>Save</)
  assert.match(await see(path), /<code>filed<\/code> <span class="chip" title="ops\/upfront\.yaml">/)
  await ctx.db.deleteFrom('metrics').where('id', '=', id).execute()
})

test('new points publish the page once in five minutes, and only where it shows them', async () => {
  const { id } = await createMetric(ctx, { page, key: 'shown', name: 'Shown' })
  await createMetric(ctx, { page, key: 'secret', name: 'Secret', audiences: ['staff'] })
  await feedMetric(ctx, id, { points: [{ at: ago(60), value: 100 }, { value: 200 }] })
  const before = await versionOf()
  await drawMetrics(ctx)
  assert.equal(await versionOf(), before, 'the page does not show them')
  await changeContent(ctx, page, { blocks: ['state', 'metrics'] })
  const chosen = await versionOf()
  await drawMetrics(ctx)
  assert.equal(await versionOf(), chosen + 1)
  const whole = await readSnapshot(ctx, page, new Map())
  const { metrics } = visible(whole!, publicRights)
  assert.deepEqual(
    metrics?.map(({ name }) => name),
    ['Shown'],
  )
  const drawn = metrics?.[0]?.drawing
  assert.deepEqual(drawn?.latest, { at: clock.now().getTime(), value: 200 })
  const { values, ...figures } = drawn!.periods[1]!
  assert.deepEqual(figures, { lowest: 100, highest: 200, average: 150 })
  assert.deepEqual([values[91], values[95], values.filter((one) => one !== null).length], [100, 200, 2])
  clock.advance(4 * minute)
  await feedMetric(ctx, id, { points: [{ value: 300 }] })
  await drawMetrics(ctx)
  assert.equal(await versionOf(), chosen + 1, 'not yet')
  clock.advance(minute)
  await drawMetrics(ctx)
  await drawMetrics(ctx)
  assert.equal(await versionOf(), chosen + 2)
  clock.advance(59 * minute)
  await drawMetrics(ctx)
  assert.equal(await versionOf(), chosen + 2, 'nothing new')
  clock.advance(minute)
  await drawMetrics(ctx)
  assert.equal(await versionOf(), chosen + 3, 'the chart moves on')
})

test('points are forgotten after 31 days', async () => {
  const { id } = await findMetric(ctx, 'shown', page)
  clock.advance(31 * 1440 * minute - 62 * minute)
  await forgetOldPoints(ctx)
  assert.deepEqual(
    (await pointsOf(id)).map(({ value }) => value),
    [300],
  )
})
