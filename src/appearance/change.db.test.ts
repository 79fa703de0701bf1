import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { changesNothing } from '../configuration/plan.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { createPage } from '../pages/create.ts'
import { findPage, pagesOf } from '../pages/find.ts'
import { readSnapshot } from '../publishing/read.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { greyPng } from '../test/pictures.ts'
import { uploadsOf } from '../uploads/find.ts'
import { changeAppearance } from './change.ts'
import { dressOf } from './dress.ts'
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

test('a file brings pictures by their path, and says what of its CSS and pictures cannot be', async () => {
  const { ctx } = await testContext(database, { seed: 'dressed-looks' })
  const bytes = new Map([
    ['brand/Logo.png', greyPng(80, 20)],
    ['brand/page.png', Buffer.from('<html>')],
  ])
  const file = (page: object) => ({
    name: 'looks.yaml',
    text: JSON.stringify({ version: 1, pages: [{ slug: 'dressed', name: 'Dressed', ...page }] }),
    environment: () => undefined,
    read: async (path: string) => bytes.get(path) ?? Promise.reject(new Error('no such file')),
  })
  const good = {
    files: ['brand/Logo.png'],
    appearance: { logo: { light: 'logo.png' }, css: '.top { background: url(logo.png) }', headerHtml: '<p>Hello</p>' },
  }
  const wrong = {
    files: ['brand/Logo.png', 'brand/none.png', 'brand/page.png'],
    appearance: {
      logo: { light: 'logo.png', dark: 'dark.png' },
      css: '@import url(//evil.example);',
      footerHtml: '<script>alert(1)</script>',
    },
  }
  await assert.rejects(applyConfiguration(ctx, file(wrong)), (error: Error) => {
    for (const said of [
      /files\[1\]: expected a file that can be read/,
      /files\[2\]: expected a picture/,
      /logo\.dark: expected a file of this page: logo\.png/,
      /appearance\.css: line 1, column 1: expected one of @media/,
      /footerHtml: line 1: expected no <script>/,
    ])
      assert.match(error.message, said)
    return true
  })
  assert.equal((await pagesOf(ctx)).length, 0)
  await applyConfiguration(ctx, file(good))
  assert.ok(changesNothing(await applyConfiguration(ctx, file(good))))
  const page = await findPage(ctx, 'dressed')
  const [kept] = await uploadsOf(ctx, page.id)
  assert.deepEqual([kept?.name, kept?.managed_by], ['logo.png', 'looks.yaml'])
  const { css, files } = await dressOf(ctx, page.id, await appearanceOf(ctx, page.id))
  assert.match(css ?? '', /^\.top\{background:url\("u-[\w]+\.png"\)\}$/)
  assert.equal(files.length, 1)
  const { text } = await exportConfiguration(ctx)
  assert.ok(changesNothing(await applyConfiguration(ctx, { ...file({}), text })))
  bytes.set('brand/Logo.png', greyPng(90, 20))
  const [step] = await applyConfiguration(ctx, file(good))
  assert.deepEqual(Object.keys(step?.changes ?? {}), ['file logo.png'])
})

test('CSS and HTML are refused whole, or kept without what no page may have', async () => {
  const css = '.card { color: red; background: url(https://evil.example) }'
  await assert.rejects(changeAppearance(ctx, 'looks', { css, headerHtml: '<p>Hi</p><script>x</script>' }), (error) => {
    assert.ok(error instanceof InvalidInput)
    assert.deepEqual(
      error.problems.map(({ pointer }) => pointer),
      ['/css', '/headerHtml'],
    )
    return true
  })
  assert.equal((await appearanceOf(ctx, page.id)).css, null)
  const { appearance, dropped } = await changeAppearance(
    ctx,
    'looks',
    { css, headerHtml: '<p>Hi</p><script>x</script>' },
    { drop: true },
  )
  assert.equal(appearance.headerHtml, '<p>Hi</p>')
  assert.doesNotMatch(appearance.css ?? '', /evil/)
  assert.equal(dropped.length, 2)
})
