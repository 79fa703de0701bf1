import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createToken } from '../accounts/tokens.ts'
import { newId } from '../lib/id.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'

const { ctx, app, clock, tokens } = await installation(await testDatabase())
type List = { items: { id: string; createdAt: string }[]; nextCursor: string | null }

const list = async (query: string) =>
  (await (
    await app.request(`/api/v1/tokens?${query}`, { headers: { authorization: `Bearer ${tokens.owner}` } })
  ).json()) as List

test('a list comes newest first, page by page, each thing once, also where moments are equal', async () => {
  for (let i = 0; i < 8; i++) {
    if (i % 3 === 0) clock.advance(1)
    await createToken(ctx, { name: newId(ctx), role: 'viewer' })
  }
  const whole = (await list('limit=100')).items
  const walked: List['items'] = []
  let cursor: string | null = null
  do {
    const page: List = await list(`limit=5${cursor ? `&cursor=${cursor}` : ''}`)
    walked.push(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  assert.equal(whole.length, 12)
  assert.deepEqual(walked, whole)
  const keys = whole.map(({ createdAt, id }) => `${createdAt} ${id}`)
  assert.deepEqual(keys, keys.toSorted().reverse())
  assert.match(whole[0]?.createdAt ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
})

test('what is added meanwhile neither repeats nor hides anything', async () => {
  const first = await list('limit=5')
  clock.advance(1)
  await createToken(ctx, { name: 'new', role: 'viewer' })
  const second = await list(`limit=5&cursor=${first.nextCursor}`)
  const ids = [...first.items, ...second.items].map(({ id }) => id)
  assert.equal(new Set(ids).size, 10)
})
