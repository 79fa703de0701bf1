import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput } from '../lib/errors.ts'
import { shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeSource } from './change.ts'
import { sourcePages } from './console.ts'
import { createSource } from './create.ts'

const { ctx } = await testContext(await testDatabase())

const pointsAt = (pointer: string) => (error: unknown) =>
  error instanceof InvalidInput &&
  error.problems.length === 1 &&
  error.problems[0]?.pointer === pointer &&
  /expected a path .* or a JSONata expression; .* character \d+/.test(error.problems[0].detail)

test('a mapping that nothing can read is refused when it is saved', async () => {
  const save = (settings: Record<string, string>) => createSource(ctx, { key: 'mine', kind: 'json', settings })
  await assert.rejects(save({ key: 'a.(b' }), pointsAt('/settings/key'))
  await assert.rejects(save({ items: 'a[' }), pointsAt('/settings/items'))
  await assert.rejects(save({ title: '('.repeat(2000) }), pointsAt('/settings/title'))
  await save({ key: 'check-id.name', items: '', title: '"Queue " & name', firingWhen: 'a.(b' })
  await assert.rejects(changeSource(ctx, 'mine', { settings: { labels: '{"a": ' } }), pointsAt('/settings/labels'))
})

test('the console says it beside the field', async () => {
  const { refused } = testConsole(ctx, sourcePages)
  const page = await refused('/console/sources/new/json', { name: 'Mine', key: 'typed', 'settings.key': 'a.(b' })
  shows(page, /id="f-settings\.key-error">Expected a path such as alert\.labels\.name or a JSONata expression/)
})
