import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { removeAudience } from '../audiences/remove.ts'
import { applyConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { changesNothing } from '../configuration/plan.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { createPage } from '../pages/create.ts'
import { findPage } from '../pages/find.ts'
import { readSnapshot } from '../publishing/read.ts'
import { acmeContent } from '../test/acme-content.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeContent } from './change.ts'
import { contentOf } from './find.ts'
import { plainContent } from './schema.ts'

const database = await testDatabase()
const { ctx, clock } = await testContext(database, { seed: 'content' })
const page = await createPage(ctx, { slug: 'content', name: 'Content' })

test('a change is kept, published and told; none is none', async () => {
  assert.deepEqual(await contentOf(ctx, page.id), plainContent)
  const { version } = await findPage(ctx, 'content')
  const full = acmeContent({ blocks: ['state', 'text:promise', 'faq'] })
  await changeContent(ctx, 'content', full)
  await changeContent(ctx, 'content', { view: 'flat' })
  await changeContent(ctx, 'content', { view: 'flat' })
  assert.equal((await findPage(ctx, 'content')).version, version + 2)
  const snapshot = await readSnapshot(ctx, page.id, new Map())
  assert.deepEqual(snapshot?.page.content, { ...full, view: 'flat' })
  const events = await ctx.db
    .selectFrom('events')
    .select('data')
    .where('subject_id', '=', page.id)
    .where('kind', '=', 'page.changed')
    .execute()
  assert.deepEqual(events.at(-1)?.data, { changes: { view: { from: 'tree', to: 'flat' } } })
})

test('what does not fit is refused and nothing of it is kept', async () => {
  const before = await contentOf(ctx, page.id)
  await assert.rejects(
    changeContent(ctx, 'content', { header: 'New', texts: [] }),
    (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/blocks/1',
  )
  assert.deepEqual(await contentOf(ctx, page.id), before)
})

test('a text is for audiences of the page, by key; what limits it cannot be removed', async () => {
  const gold = await createAudience(ctx, { page: page.id, key: 'gold', name: 'Gold' })
  const contact = { kind: 'phone' as const, value: '+1 212 555 0100' }
  await assert.rejects(
    changeContent(ctx, 'content', { contacts: [{ ...contact, audiences: ['gold', 'silver'] }] }),
    (error) =>
      error instanceof InvalidInput &&
      error.problems[0]?.pointer === '/contacts/0/audiences/1' &&
      error.problems[0].detail === 'expected one of everyone, subscribers, staff, gold',
  )
  const { changed_at } = await findPage(ctx, 'content')
  clock.advance(60_000)
  const held = await changeContent(ctx, 'content', {
    contacts: [...(await contentOf(ctx, page.id)).contacts, { ...contact, audiences: [gold.id, 'gold', 'staff'] }],
  })
  assert.deepEqual(held.contacts.at(-1)?.audiences, ['gold', 'staff'])
  assert.deepEqual((await findPage(ctx, 'content')).changed_at, changed_at)
  await assert.rejects(removeAudience(ctx, gold.id), /limits the text on "Content"/)
  await changeContent(ctx, 'content', { contacts: held.contacts.slice(0, -1), header: 'For everybody' })
  assert.notDeepEqual((await findPage(ctx, 'content')).changed_at, changed_at)
  await removeAudience(ctx, gold.id)
})

test('what an earlier version wrote and nobody knows any more is as if it was not', async () => {
  const other = await createPage(ctx, { slug: 'old', name: 'Old' })
  const document = JSON.stringify({ chat: { provider: 'gone', id: '1' } })
  const row = { page_id: other.id, org_id: ctx.org, document, updated_at: ctx.now() }
  await ctx.db.insertInto('contents').values(row).execute()
  assert.deepEqual(await contentOf(ctx, other.id), plainContent)
})

test('a file sets it, says what is wrong with it, exports it, and owns it', async () => {
  const { ctx } = await testContext(database, { seed: 'filed-content' })
  const audiences = [{ key: 'gold', name: 'Gold' }]
  const file = (content: object) => ({
    name: 'content.yaml',
    text: JSON.stringify({ version: 1, pages: [{ slug: 'filed-content', name: 'Filed', content, audiences }] }),
    environment: () => undefined,
  })
  const held = {
    view: 'flat',
    blocks: ['state', 'faq', 'text:news'],
    faq: [{ question: 'Why?', answer: 'It costs $${5}.' }],
    texts: [{ key: 'news', text: 'More soon.', audiences: ['gold'] }],
    chat: { provider: 'crisp', id: '8a5b7c6d-0000-4000-8000-1a2b3c4d5e6f' },
  }
  await applyConfiguration(ctx, file(held))
  assert.ok(changesNothing(await applyConfiguration(ctx, file(held))))
  const { id } = await findPage(ctx, 'filed-content')
  assert.equal((await contentOf(ctx, id)).faq[0]?.answer, 'It costs ${5}.')
  const { text } = await exportConfiguration(ctx)
  assert.match(text, /content:\n {6}blocks:\n {8}- state\n {8}- faq\n {8}- text:news\n {6}view: flat\n/)
  assert.ok(changesNothing(await applyConfiguration(ctx, { ...file({}), text })))
  await assert.rejects(changeContent(ctx, id, { view: 'tree' }), Conflict)
  const wrong = { ...held, chat: { provider: 'crisp', id: '1' } }
  await assert.rejects(applyConfiguration(ctx, file(wrong)), (error: Error) =>
    /pages\/0\/content\/chat\/id|Website ID/.test(JSON.stringify({ ...error, message: error.message })),
  )
  await assert.rejects(applyConfiguration(ctx, file({ blocks: ['text:gone'] })))
  await assert.rejects(
    applyConfiguration(ctx, file({ announcement: { text: 'Soon', audiences: ['golf'] } })),
    /content\.announcement\.audiences\[0\].*found "golf"/,
  )
  const [step] = await applyConfiguration(ctx, file({ view: 'tree' }))
  assert.deepEqual(step?.changes['content.view'], { from: 'flat', to: 'tree' })
  assert.deepEqual((await contentOf(ctx, id)).faq, [])
})
