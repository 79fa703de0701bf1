import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { createPage } from '../pages/create.ts'
import { createRule } from '../rules/create.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeComponent } from './change.ts'
import { createComponent } from './create.ts'
import { componentsOf, findComponent } from './find.ts'
import { removeComponent } from './remove.ts'
import { reorderComponents } from './reorder.ts'

const database = await testDatabase()

async function tree(slug: string) {
  const { ctx } = await testContext(database, { seed: slug })
  const page = await createPage(ctx, { slug, name: 'Acme' })
  const add = (key: string, parent?: string) => createComponent(ctx, { page: slug, key, name: key, parent })
  const rows = { top: await add('top'), middle: await add('middle', 'top'), low: await add('low', 'middle') }
  const keys = async () => (await componentsOf(ctx, page.id)).map((row) => row.key)
  return { ctx, page, ...rows, keys }
}

test('a component starts its ledger and shows at the end of its siblings', async () => {
  const { ctx, low, page, keys } = await tree('ledger')
  const next = await createComponent(ctx, { page: page.id, key: 'a-next', name: 'Next' })
  assert.equal(next.position, 2)
  const intervals = await ctx.db.selectFrom('status_intervals').selectAll().where('component_id', '=', low.id).execute()
  assert.deepEqual(
    intervals.map((row) => [row.status, row.ends_at]),
    [['operational', null]],
  )
  await assert.rejects(createComponent(ctx, { page: page.id, key: 'low', name: 'Twice' }), Conflict)
  assert.equal((await keys()).length, 4)
})

test('no component comes to lie below itself, however it is asked', async () => {
  const { ctx, top, middle, low } = await tree('loops')
  for (const parent of [top.id, middle.key, 'low'])
    await assert.rejects(
      changeComponent(ctx, top.id, { parent }),
      (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/parent',
    )
  const both = await Promise.allSettled([
    changeComponent(ctx, middle.id, { parent: null }).then(() => changeComponent(ctx, top.id, { parent: low.id })),
    changeComponent(ctx, low.id, { parent: null }),
  ])
  assert.ok(both.some((one) => one.status === 'fulfilled'))
  let at: string | null = low.id
  for (let steps = 0; at !== null; steps++) {
    assert.ok(steps < 4, 'a loop')
    at = (await findComponent(ctx, at)).parent_id
  }
})

test('what stays the same is no change and no event', async () => {
  const { ctx, top } = await tree('same')
  const events = () => ctx.db.selectFrom('events').select('id').where('org_id', '=', ctx.org).execute()
  const before = (await events()).length
  await changeComponent(ctx, top.id, { name: 'top', tags: {}, parent: null, status: 'operational' })
  assert.equal((await events()).length, before)
  await changeComponent(ctx, top.id, { status: 'under_maintenance', tags: { region: 'us' } })
  assert.equal((await events()).length, before + 2)
})

test('removing one keeps its parts; a rule that needs it forbids it', async () => {
  const { ctx, middle, low, keys } = await tree('removal')
  const rule = await createRule(ctx, { name: 'R', match: {}, component: middle.id, publish: { mode: 'auto' } })
  await assert.rejects(removeComponent(ctx, middle.id), /used by the rule "R"/)
  await ctx.db.deleteFrom('rules').where('id', '=', rule.id).execute()
  await removeComponent(ctx, middle.id)
  assert.deepEqual(await keys(), ['low', 'top'])
  assert.equal((await findComponent(ctx, low.id)).parent_id, middle.parent_id)
})

test('siblings take a new order only when each is named once', async () => {
  const { ctx, page, keys } = await tree('order')
  await createComponent(ctx, { page: page.id, key: 'other', name: 'Other' })
  await reorderComponents(ctx, { page: 'order', components: ['other', 'top'] })
  assert.deepEqual(
    (await keys()).filter((key) => key === 'top' || key === 'other'),
    ['other', 'top'],
  )
  for (const components of [['top'], ['top', 'top'], ['top', 'other', 'low']])
    await assert.rejects(reorderComponents(ctx, { page: 'order', components }), InvalidInput)
})

test("another organization's components do not exist", async () => {
  const { low } = await tree('ours')
  const theirs = await tree('theirs')
  await assert.rejects(changeComponent(theirs.ctx, low.id, { name: 'Mine' }), /component not found/)
  await assert.rejects(removeComponent(theirs.ctx, low.id), /component not found/)
})
