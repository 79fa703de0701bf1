import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeSubscription } from '../subscribers/change.ts'
import { wishesOf } from '../subscribers/preferences.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { applyConfiguration, planConfiguration } from './apply.ts'
import { exportConfiguration } from './export.ts'

const database = await testDatabase()
const slug = 'preferring'
const text = `version: 1
pages: [{ slug: ${slug}, name: A, components: [{ key: api, name: API }] }]
subscribers:
  - page: ${slug}
    email: list@customer.example
    confirmed: true
    locked: true
    labels: [partner]
    preferences:
      leastImpact: major
      quietHours: { from: "22:00", until: "07:00", timeZone: Europe/Berlin }
`
const file = { name: 'a.yaml', text, environment: () => undefined }

test('a file sets preferences, labels and the lock; twice changes nothing; what is exported is the same; readers count more', async () => {
  const { ctx } = await testContext(database, { seed: slug })
  await applyConfiguration(ctx, file)
  const row = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).executeTakeFirstOrThrow()
  const { leastImpact, quietHours, phases } = wishesOf(await row())
  assert.deepEqual(
    [leastImpact, quietHours?.exceptCritical, phases, (await row()).labels, (await row()).locked],
    ['major', true, 'all', ['partner'], true],
  )
  const steps = await planConfiguration(ctx, file)
  assert.deepEqual(
    steps.filter(({ action }) => action !== 'keep'),
    [],
  )
  const exported = JSON.stringify(await exportConfiguration(ctx))
  assert.match(exported, /leastImpact: major/)
  assert.doesNotMatch(exported, /phases|monthlySummary/)
  await ctx.db.updateTable('subscribers').set({ locked: false }).where('org_id', '=', ctx.org).execute()
  const reader = { ...ctx, actor: { kind: 'reader', name: 'a subscriber' } } as const
  await changeSubscription(reader, (await row()).id, { preferences: { leastImpact: null } })
  await applyConfiguration(ctx, file)
  assert.deepEqual([wishesOf(await row()).leastImpact, (await row()).locked], [null, true])
})

test('a wrong preference is named with its place', async () => {
  const { ctx } = await testContext(database, { seed: 'wrong' })
  const wrong = { ...file, text: text.replace('leastImpact: major', 'leastImpact: huge') }
  await assert.rejects(planConfiguration(ctx, wrong), (error) =>
    /subscribers\[0\]\.preferences\.leastImpact/.test(JSON.stringify(error) + String(error)),
  )
})
