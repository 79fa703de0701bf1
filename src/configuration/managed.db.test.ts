import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeComponent } from '../components/change.ts'
import { findComponent } from '../components/find.ts'
import { removeComponent } from '../components/remove.ts'
import { reorderComponents } from '../components/reorder.ts'
import { changeSource } from '../hooks/change.ts'
import { findSource, tokenOf } from '../hooks/find.ts'
import { muteSource } from '../hooks/mute.ts'
import { removeSource } from '../hooks/remove.ts'
import { rotateToken } from '../hooks/rotate-token.ts'
import { Conflict } from '../lib/errors.ts'
import { changeMessage } from '../messages/change.ts'
import { removeMessage } from '../messages/remove.ts'
import { changeMetric } from '../metrics/change.ts'
import { feedMetric } from '../metrics/feed.ts'
import { findMetric } from '../metrics/find.ts'
import { removeMetric } from '../metrics/remove.ts'
import { moveMetric } from '../metrics/reorder.ts'
import { changePage } from '../pages/change.ts'
import { removePage } from '../pages/remove.ts'
import { pauseAutomation, resumeAutomation } from '../rules/automation.ts'
import { changeRule } from '../rules/change.ts'
import { moveRule } from '../rules/move.ts'
import { muteRule } from '../rules/mute.ts'
import { removeRule } from '../rules/remove.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { applyConfiguration } from './apply.ts'

const { ctx } = await testContext(await testDatabase())
const text = `version: 1
pages:
  - slug: acme
    name: Acme
    components: [{ key: api, name: API }, { key: web, name: Web }]
    metrics: [{ key: time, name: Time }, { key: mail, name: Mail }]
messages: [{ key: m, title: T, investigating: I }]
sources: [{ key: s, kind: alertmanager }]
rules:
  - { name: first, match: {}, component: api, message: m, publish: { mode: auto } }
  - { name: second, match: {}, publish: { mode: record } }
`
await applyConfiguration(ctx, { name: 'ops/upfront.yaml', text, environment: () => undefined })

test('a person cannot change or remove what a file sets, and hears which file', async () => {
  const attempts = [
    () => changePage(ctx, 'acme', { name: 'Mine' }),
    () => removePage(ctx, 'acme'),
    () => changeComponent(ctx, 'api', { name: 'Mine' }),
    () => changeComponent(ctx, 'api', { parent: 'web', status: 'major_outage' }),
    () => removeComponent(ctx, 'web'),
    () => reorderComponents(ctx, { page: 'acme', components: ['web', 'api'] }),
    () => changeMetric(ctx, 'time', { name: 'Mine' }),
    () => removeMetric(ctx, 'time'),
    async () => moveMetric(ctx, (await findMetric(ctx, 'time')).id, 'down'),
    () => changeMessage(ctx, 'm', { title: 'Mine' }),
    () => removeMessage(ctx, 'm'),
    () => changeSource(ctx, 's', { name: 'Mine' }),
    () => removeSource(ctx, 's'),
    () => changeRule(ctx, 'first', { publish: { mode: 'approve' } }),
    () => moveRule(ctx, 'second', { position: 1 }),
    () => removeRule(ctx, 'second'),
  ]
  for (const attempt of attempts)
    await assert.rejects(
      attempt,
      (error) => error instanceof Conflict && /ops\/upfront\.yaml/.test(error.message),
      `${attempt}`,
    )
  assert.equal((await findComponent(ctx, 'api')).status, 'operational')
})

test('what an operator needs at night stays possible', async () => {
  const until = '2035-03-05T10:00:00Z'
  assert.equal((await muteRule(ctx, 'first', { until })).muted_by, 'Alice')
  assert.equal((await muteRule(ctx, 'first', { until: null })).muted_until, null)
  assert.equal((await muteSource(ctx, 's', { until })).muted_until?.toISOString(), new Date(until).toISOString())
  const before = tokenOf(ctx, await findSource(ctx, 's'))
  assert.notEqual(tokenOf(ctx, await rotateToken(ctx, 's')), before)
  assert.deepEqual(await feedMetric(ctx, 'time', { points: [{ value: 1 }] }), { points: 1 })
  await pauseAutomation(ctx)
  await resumeAutomation(ctx)
  assert.equal((await changeComponent(ctx, 'api', { status: 'partial_outage' })).status, 'partial_outage')
  const again = await applyConfiguration(ctx, { name: 'ops/upfront.yaml', text, environment: () => undefined })
  assert.ok(again.every((step) => step.action === 'keep'))
})
