import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { createComponent } from '../components/create.ts'
import { createSource } from '../hooks/create.ts'
import { createMessage } from '../messages/create.ts'
import { createMetric } from '../metrics/create.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { applyConfiguration } from './apply.ts'
import { exportConfiguration } from './export.ts'
import { changesNothing } from './plan.ts'

const database = await testDatabase()
const acme = readFileSync(join(import.meta.dirname, '../../examples/acme/upfront.yaml'), 'utf8')
const tokens = (name: string) => `${name.toLowerCase()}-0123456789`
const file = (text: string, environment = tokens) => ({ name: 'acme.yaml', text, environment })

test('what is exported can be applied where it came from and changes nothing', async () => {
  const { ctx } = await testContext(database, { seed: 'here' })
  await applyConfiguration(ctx, file(acme))
  const { text, variables } = await exportConfiguration(ctx)
  assert.deepEqual(variables, ['AM_HOOK_TOKEN', 'NEWRELIC_HOOK_TOKEN'])
  const names: Record<string, string> = { AM_HOOK_TOKEN: 'ALERTMANAGER_HOOK_TOKEN' }
  const steps = await applyConfiguration(
    ctx,
    file(text, (name) => tokens(names[name] ?? name)),
  )
  assert.ok(changesNothing(steps), JSON.stringify(steps.filter((step) => step.action !== 'keep')))
})

test('applied elsewhere and exported there it is the same text; secrets are in none of them', async () => {
  const { ctx } = await testContext(database, { seed: 'from' })
  await applyConfiguration(
    ctx,
    file(
      acme
        .replaceAll(/(slug|page): acme\b/g, '$1: from')
        .replace(/^ {4}supportUrl/m, '    showUptime: false\n    noindex: true\n    postalAddress: 1 Main Street\n$&'),
      (name) => `from-${tokens(name)}`,
    ),
  )
  await createComponent(ctx, { page: 'from', key: 'by-hand', name: 'By hand ${NAME}', parent: 'api', tags: { a: '1' } })
  await createAudience(ctx, { page: 'from', key: 'gold', name: 'Gold' })
  await createMetric(ctx, {
    page: 'from',
    key: 'time',
    name: 'Time',
    unit: 'ms',
    minimum: 0,
    audiences: ['staff', 'gold'],
  })
  await createMetric(ctx, {
    page: 'from',
    key: 'failed',
    name: 'Failed',
    description: 'Of a hundred.',
    unit: '%',
    decimals: 2,
    maximum: 1.5,
    translations: { de: { name: 'Gescheitert' } },
    position: 1,
  })
  await createMessage(ctx, {
    key: 'plain',
    title: 'T',
    investigating: 'First line\n\nSecond, with "quotes": and # marks',
  })
  const settings = { secret: 'a-webhook-secret-nobody-may-see' }
  await createSource(ctx, {
    key: '9-pd',
    kind: 'pagerduty',
    token: 'pagerduty-token-from',
    settings,
    silentAfter: '90m',
  })
  const { text, variables } = await exportConfiguration(ctx)
  assert.deepEqual(variables, ['AM_HOOK_TOKEN', 'NEWRELIC_HOOK_TOKEN', '_9_PD_HOOK_TOKEN', '_9_PD_SECRET'])
  assert.match(text, /^ {4}showUptime: false$/m)
  assert.match(text, /^ {4}noindex: true$/m)
  assert.match(text, /^ {6}- key: time\n {8}name: Time\n {8}unit: ms\n {8}minimum: 0\n {8}audiences:$/m)
  assert.doesNotMatch(text, /0123456789|pagerduty-token-from|nobody-may-see/)
  const there = await testContext(database, { seed: 'to' })
  const moved = text.replaceAll(/(slug|page): from\b/g, '$1: to')
  await applyConfiguration(
    there.ctx,
    file(moved, (name) => `to-${tokens(name)}`),
  )
  assert.equal((await exportConfiguration(there.ctx)).text, moved)
})

test('an import leaves things to people', async () => {
  const { ctx } = await testContext(database, { seed: 'import' })
  const json = { version: 1, pages: [{ slug: 'imported', name: 'I', components: [{ key: 'a', name: 'A' }] }] }
  await applyConfiguration(ctx, { name: 'x.json', text: JSON.stringify(json), environment: tokens }, { handOver: true })
  const rows = await ctx.db
    .selectFrom('components')
    .select(['key', 'managed_by'])
    .where('org_id', '=', ctx.org)
    .execute()
  assert.deepEqual(rows, [{ key: 'a', managed_by: null }])
  const again = await applyConfiguration(
    ctx,
    { name: 'x.json', text: JSON.stringify(json), environment: tokens },
    { handOver: true },
  )
  assert.ok(changesNothing(again))
})
