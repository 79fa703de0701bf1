import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { changesNothing } from '../configuration/plan.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { createPage } from '../pages/create.ts'
import { findPage } from '../pages/find.ts'
import { readSnapshot } from '../publishing/read.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeAppearance } from './change.ts'
import { appearanceOf } from './find.ts'
import { plainAppearance } from './schema.ts'

const database = await testDatabase()
const { ctx } = await testContext(database, { seed: 'looks' })
const page = await createPage(ctx, { slug: 'looks', name: 'Looks' })
const pageEvents = () =>
  ctx.db
    .selectFrom('events')
    .select('data')
    .where('subject_id', '=', page.id)
    .where('kind', '=', 'page.changed')
    .execute()

test('a change is kept, published and told; none is none', async () => {
  assert.deepEqual(await appearanceOf(ctx, page.id), plainAppearance)
  const { version } = await findPage(ctx, 'looks')
  await changeAppearance(ctx, 'looks', { preset: 'soft', light: { accent: '#0a5c2b' } })
  await changeAppearance(ctx, 'looks', { radius: 6 })
  await changeAppearance(ctx, 'looks', { radius: 6 })
  assert.equal((await findPage(ctx, 'looks')).version, version + 2)
  const snapshot = await readSnapshot(ctx, page.id, new Map())
  assert.deepEqual(snapshot?.page.appearance, {
    ...plainAppearance,
    preset: 'soft',
    radius: 6,
    light: { ...plainAppearance.light, accent: '#0a5c2b' },
  })
  assert.deepEqual(
    (await pageEvents()).map(({ data }) => data),
    [
      { changes: { preset: { from: 'paper', to: 'soft' }, 'light.accent': { from: null, to: '#0a5c2b' } } },
      { changes: { radius: { from: null, to: 6 } } },
    ],
  )
})

test('what cannot be read is refused and nothing of it is kept', async () => {
  const before = await appearanceOf(ctx, page.id)
  await assert.rejects(
    changeAppearance(ctx, 'looks', { density: 'airy', dark: { major: '#400000' } }),
    (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/dark/major',
  )
  assert.deepEqual(await appearanceOf(ctx, page.id), before)
})

test('a file sets it, says what is wrong with it, exports it, and owns it', async () => {
  const { ctx } = await testContext(database, { seed: 'filed-looks' })
  const file = (appearance: object) => ({
    name: 'looks.yaml',
    text: JSON.stringify({ version: 1, pages: [{ slug: 'filed-looks', name: 'Filed', appearance }] }),
    environment: () => undefined,
  })
  const look = {
    preset: 'terminal',
    dark: { accent: '#ffe08a' },
    links: [{ name: 'Help', url: 'https://acme.example' }],
  }
  await applyConfiguration(ctx, file(look))
  assert.ok(changesNothing(await applyConfiguration(ctx, file(look))))
  const { id } = await findPage(ctx, 'filed-looks')
  assert.equal((await appearanceOf(ctx, id)).preset, 'terminal')
  const { text } = await exportConfiguration(ctx)
  assert.match(text, /appearance:\n {6}preset: terminal\n {6}dark:\n {8}accent: "#ffe08a"\n {6}links:/)
  assert.ok(changesNothing(await applyConfiguration(ctx, { ...file({}), text })))
  await assert.rejects(changeAppearance(ctx, id, { preset: 'soft' }), Conflict)
  await assert.rejects(applyConfiguration(ctx, file({ light: { accent: '#ffee00' } })), /contrast|mistake/i)
  const [step] = await applyConfiguration(ctx, file({ preset: 'soft' }))
  assert.deepEqual(step?.changes['appearance.preset'], { from: 'terminal', to: 'soft' })
  assert.deepEqual((await appearanceOf(ctx, id)).links, [])
})
