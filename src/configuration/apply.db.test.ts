import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createComponent } from '../components/create.ts'
import { findSource, tokenOf } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { changeMetric } from '../metrics/change.ts'
import { createMetric } from '../metrics/create.ts'
import { feedMetric } from '../metrics/feed.ts'
import { findMetric, listMetrics } from '../metrics/find.ts'
import { mostMetrics } from '../metrics/schema.ts'
import { ensureFirstPage } from '../pages/ensure-first.ts'
import { pagesOf } from '../pages/find.ts'
import { rulesOf } from '../rules/find.ts'
import { changeSubscription, unsubscribe } from '../subscribers/change.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { applyConfiguration, planConfiguration } from './apply.ts'
import { changesNothing, type Step } from './plan.ts'
import { planInWords } from './words.ts'

const database = await testDatabase()
const acme = readFileSync(join(import.meta.dirname, '../../examples/acme/upfront.yaml'), 'utf8')
const secrets: Record<string, string> = {
  NEWRELIC_HOOK_TOKEN: 'newrelic-token-0001',
  ALERTMANAGER_HOOK_TOKEN: 'alertmanager-token-0001',
}
const file = (text: string, name = 'acme.yaml') => ({ name, text, environment: (name: string) => secrets[name] })
const count = { of: 0 }

/** An organization without pages. Slugs are one name space, so each test has its own. */
async function organization(): Promise<{ ctx: Context; slug: string; from: (text: string) => string }> {
  const slug = `acme-${++count.of}`
  const { ctx } = await testContext(database, { seed: slug })
  const own = (text: string) =>
    text.replaceAll(/slug: acme\b/g, `slug: ${slug}`).replaceAll(/page: acme\b/g, `page: ${slug}`)
  const from = (text: string) => own(text).replaceAll(/\$\{(\w+)_HOOK_TOKEN\}/g, `$1-hook-token-${slug}`)
  return { ctx, slug, from }
}

const done = (steps: Step[]) =>
  steps.filter((step) => step.action !== 'keep').map((s) => `${s.action} ${s.kind} ${s.name}`)
const events = async (ctx: Context) =>
  (await ctx.db.selectFrom('events').select('kind').where('org_id', '=', ctx.org).orderBy('id').execute()).map(
    (e) => e.kind,
  )

test('the Acme example is applied; a second time changes nothing and records nothing', async () => {
  const { ctx, slug, from } = await organization()
  const first = await applyConfiguration(ctx, file(from(acme)))
  assert.ok(first.every((step) => step.action === 'create'))
  const [page] = await pagesOf(ctx)
  assert.deepEqual([page?.slug, page?.time_zone, page?.managed_by], [slug, 'America/New_York', 'acme.yaml'])
  assert.deepEqual(
    (await rulesOf(ctx)).map((rule) => [rule.name, rule.mode, rule.hold_for, rule.next_update_every]),
    [
      ['Staging', 'record', null, null],
      ['API latency, US', 'hold', 300, 1800],
      ['API errors, Europe', 'auto', null, 1200],
      ['Payments', 'approve', null, 1800],
      ['Webhook queue', 'hold', 600, null],
      ['Everything else', 'record', null, null],
    ],
  )
  const before = await events(ctx)
  assert.equal(before.at(-1), 'configuration.applied')
  const second = await applyConfiguration(ctx, file(from(acme)))
  assert.deepEqual(done(second), [])
  assert.deepEqual(await events(ctx), before)
})

test('a plan changes nothing', async () => {
  const { ctx, from } = await organization()
  const steps = await planConfiguration(ctx, file(from(acme)))
  assert.ok(!changesNothing(steps))
  assert.deepEqual(await pagesOf(ctx), [])
  assert.deepEqual(await events(ctx), [])
})

const small = (slug: string, rest = '') => `version: 1
pages:
  - slug: ${slug}
    name: Acme
    components:
      - { key: api, name: API }
${rest}`

test('the untouched first page becomes the first page of the file', async (t) => {
  const { ctx, slug } = await organization()
  await ctx.db.deleteFrom('pages').where('slug', '=', 'status').execute()
  const first = await ensureFirstPage(ctx)
  t.after(() => ctx.db.deleteFrom('pages').where('slug', '=', 'status').execute())
  const steps = await applyConfiguration(ctx, file(small(slug)))
  assert.equal(steps[0]?.note, 'takes the place of the empty first page')
  assert.deepEqual(
    (await pagesOf(ctx)).map((page) => [page.id, page.slug, page.name]),
    [[first?.id, slug, 'Acme']],
  )
})

const makers = { component: createComponent, metric: createMetric }
for (const [what, make] of Object.entries(makers))
  test(`a first page on which somebody made a ${what} stays`, async (t) => {
    const { ctx, slug } = await organization()
    const first = await ensureFirstPage(ctx)
    t.after(() => ctx.db.deleteFrom('pages').where('slug', '=', 'status').execute())
    await make(ctx, { page: first!.id, key: 'web', name: 'Web' })
    await applyConfiguration(ctx, file(small(slug)))
    assert.deepEqual(
      (await pagesOf(ctx)).map((page) => page.slug),
      ['status', slug],
    )
  })

test('prune removes what an earlier file named, and nothing else', async () => {
  const { ctx, slug, from } = await organization()
  await applyConfiguration(ctx, file(from(acme)))
  await createComponent(ctx, { page: slug, key: 'by-hand', name: 'By hand' })
  const without = await applyConfiguration(ctx, file(small(slug)))
  assert.deepEqual(done(without), [`change page ${slug}`, `change component ${slug}/api`])
  const steps = await applyConfiguration(ctx, file(small(slug)), { prune: true })
  assert.ok(done(steps).every((line) => line.startsWith('remove ')))
  const rows = await ctx.db
    .selectFrom('components')
    .select(['key', 'parent_id'])
    .where('org_id', '=', ctx.org)
    .execute()
  assert.deepEqual(rows.map((row) => row.key).sort(), ['api', 'by-hand'])
  assert.deepEqual(await rulesOf(ctx), [])
  assert.deepEqual(done(await applyConfiguration(ctx, file(small(slug)), { prune: true })), [])
})

test('rules take the order of the file, among those that people made', async () => {
  const { ctx, slug } = await organization()
  const rules = (...names: string[]) =>
    small(
      slug,
      `rules:\n${names.map((name) => `  - { name: ${name}, match: {}, publish: { mode: record } }`).join('\n')}`,
    )
  const names = async () => (await rulesOf(ctx)).map((rule) => rule.name)
  await applyConfiguration(ctx, file(rules('a', 'b', 'c')))
  await applyConfiguration(ctx, file(rules('c', 'a', 'new', 'b')))
  assert.deepEqual(await names(), ['c', 'a', 'new', 'b'])
  const before = await events(ctx)
  assert.deepEqual(done(await applyConfiguration(ctx, file(rules('c', 'a', 'new', 'b')))), [])
  assert.deepEqual(await events(ctx), before)
})

const metrics = (slug: string, ...entries: string[]) =>
  small(slug, `    audiences: [{ key: gold, name: Gold }]\n    metrics: [${entries}]\n`)

test('metrics stand in the order of the file and keep their points', async () => {
  const { ctx, slug } = await organization()
  const time = '{ key: time, name: Time, unit: ms, minimum: 0 }'
  const mail = '{ key: mail, name: Mail, audiences: [gold] }'
  const planned = await planConfiguration(ctx, file(metrics(slug, time, mail)))
  assert.ok(planInWords(planned).includes(`+ metric ${slug}/time`))
  await applyConfiguration(ctx, file(small(slug)))
  await createMetric(ctx, { page: slug, key: 'time', name: 'By hand', maximum: 9 })
  await feedMetric(ctx, 'time', { points: [{ value: 1 }] })
  await applyConfiguration(ctx, file(metrics(slug, time, mail)))
  assert.deepEqual(done(await applyConfiguration(ctx, file(metrics(slug, time, mail)))), [])
  const { name, unit, minimum, maximum, managed_by } = await findMetric(ctx, 'time')
  assert.deepEqual([name, unit, minimum, maximum, managed_by], ['Time', 'ms', 0, null, 'acme.yaml'])
  const better = '{ key: mail, name: Mail, decimals: 2, translations: { de: { name: Post } } }'
  const turned = await applyConfiguration(ctx, file(metrics(slug, better, time)))
  assert.deepEqual(done(turned), [`change metric ${slug}/mail`, `change metric ${slug}/time`])
  assert.deepEqual(
    (await listMetrics(ctx)).map((row) => [row.key, row.position, row.decimals, row.audiences]),
    [
      ['mail', 1, 2, null],
      ['time', 2, 0, null],
    ],
  )
  const points = await ctx.db.selectFrom('metric_points').select('value').where('org_id', '=', ctx.org).execute()
  assert.deepEqual(points, [{ value: 1 }])
})

test('prune removes the metrics that a file named, says what goes with them, and makes room for others', async () => {
  const { ctx, slug } = await organization()
  const lines = Array.from({ length: mostMetrics - 1 }, (_, i) => `{ key: k${i}, name: N }`)
  await applyConfiguration(ctx, file(metrics(slug, ...lines)))
  await createMetric(ctx, { page: slug, key: 'by-hand', name: 'By hand' })
  const others = metrics(slug, '{ key: other, name: N }', ...lines.slice(1))
  await assert.rejects(planConfiguration(ctx, file(others)), /has 20 metrics/)
  const steps = await applyConfiguration(ctx, file(others), { prune: true })
  assert.ok(planInWords(steps).includes(`- metric ${slug}/k0: (with all its points)`))
  const keys = (await listMetrics(ctx)).map((row) => row.key)
  assert.deepEqual([keys.length, keys.includes('by-hand'), keys.includes('k0')], [mostMetrics, true, false])
  await changeMetric(ctx, 'by-hand', { name: 'Still of people' })
  await applyConfiguration(ctx, file(small(slug)), { prune: true })
  assert.deepEqual((await listMetrics(ctx)).map((row) => row.name).join(), 'Still of people')
})

test('a component moves to another parent with its ledger', async () => {
  const { ctx, slug } = await organization()
  const tree = (inner: string) => `version: 1\npages:\n  - slug: ${slug}\n    name: Acme\n    components:\n${inner}`
  await applyConfiguration(
    ctx,
    file(tree('      - { key: a, name: A, components: [{ key: b, name: B, components: [{ key: c, name: C }] }] }')),
  )
  const id = async (key: string) =>
    await ctx.db
      .selectFrom('components')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
  const before = await id('c')
  const text = tree('      - { key: c, name: C, components: [{ key: b, name: B, components: [{ key: a, name: A }] }] }')
  const steps = await applyConfiguration(ctx, file(text))
  assert.deepEqual(done(steps), [
    `change component ${slug}/c`,
    `change component ${slug}/b`,
    `change component ${slug}/a`,
  ])
  const [a, b, c] = [await id('a'), await id('b'), await id('c')]
  assert.deepEqual([c.id, c.parent_id, b.parent_id, a.parent_id], [before.id, null, c.id, b.id])
})

test('a new token rotates; the old one still works for a day', async () => {
  const { ctx, slug } = await organization()
  const source = (token: string) => small(slug, `sources:\n  - { key: am, kind: alertmanager, token: ${token} }`)
  await applyConfiguration(ctx, file(source(`first-token-of-${slug}`)))
  const steps = await applyConfiguration(ctx, file(source(`second-token-of-${slug}`)))
  assert.deepEqual(steps.find((step) => step.kind === 'source')?.changes, { token: { from: '••••', to: '••••' } })
  const row = await findSource(ctx, 'am')
  assert.equal(tokenOf(ctx, row), `second-token-of-${slug}`)
  assert.equal(row.old_token_until?.getTime(), ctx.now().getTime() + 24 * 3600 * 1000)
})

test('an apply never brings back who unsubscribed', async () => {
  const { ctx, slug } = await organization()
  const text = small(
    slug,
    `subscribers:\n  - { page: ${slug}, email: pat@customer.example, components: [api], confirmed: true }`,
  )
  await applyConfiguration(ctx, file(text))
  const state = () =>
    ctx.db.selectFrom('subscribers').select(['id', 'state']).where('org_id', '=', ctx.org).executeTakeFirstOrThrow()
  assert.equal((await state()).state, 'active')
  await unsubscribe({ ...ctx, actor: { kind: 'reader', name: 'a subscriber' } }, (await state()).id)
  const steps = await applyConfiguration(ctx, file(text))
  assert.deepEqual(done(steps), [])
  assert.match(steps.at(-1)?.note ?? '', /does not bring it back/)
  assert.equal((await state()).state, 'unsubscribed')
  assert.deepEqual(await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute(), [])
})

test('what a subscriber chose counts more than the file', async () => {
  const { ctx, slug } = await organization()
  const text = (name: string) =>
    `version: 1\npages: [{ slug: ${slug}, name: A, components: [{ key: api, name: API }, { key: web, name: Web }] }]\n` +
    `subscribers: [{ page: ${slug}, email: ${name}@customer.example, components: [api], confirmed: true }]`
  await applyConfiguration(ctx, file(text('pat')))
  const { id } = await ctx.db
    .selectFrom('subscribers')
    .select('id')
    .where('org_id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  await changeSubscription({ ...ctx, actor: { kind: 'reader', name: 'a subscriber' } }, id, { components: ['web'] })
  assert.deepEqual(done(await applyConfiguration(ctx, file(text('pat')))), [])
  await applyConfiguration(ctx, file(text('pat'), 'renamed.yaml'))
  const chosen = await ctx.db
    .selectFrom('subscriber_components as s')
    .innerJoin('components as c', 'c.id', 's.component_id')
    .select('c.key')
    .where('s.subscriber_id', '=', id)
    .execute()
  assert.deepEqual(chosen, [{ key: 'web' }])
})

test('a rule that names a source which nobody has is pointed out', async () => {
  const { ctx, slug } = await organization()
  const text = small(slug, 'rules: [{ name: R, match: { source: [newrelc, "am*"] }, publish: { mode: record } }]')
  const steps = await planConfiguration(ctx, file(text))
  assert.equal(steps.at(-1)?.note, 'no source has the key newrelc')
})

test('two processes that start at once apply it once', async () => {
  const { ctx, from } = await organization()
  const both = await Promise.all([applyConfiguration(ctx, file(from(acme))), applyConfiguration(ctx, file(from(acme)))])
  assert.deepEqual(both.map((steps) => changesNothing(steps)).sort(), [false, true])
  assert.equal((await events(ctx)).filter((kind) => kind === 'configuration.applied').length, 1)
})

test('with one mistake nothing is applied', async () => {
  const { ctx, slug } = await organization()
  await assert.rejects(
    applyConfiguration(ctx, file(small(slug, 'rules: [{ name: R }]'))),
    /rules\[0\]\.match: expected/,
  )
  assert.deepEqual(await pagesOf(ctx), [])
})
