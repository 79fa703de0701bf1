import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createComponent } from '../components/create.ts'
import { createPage } from '../pages/create.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import type { Route } from './route.ts'

const { ctx, app, routes, tokens } = await installation(await testDatabase())
type List = { items: { id: string; key?: string; page?: string }[]; nextCursor: string | null }

async function get(path: string): Promise<{ status: number; list: List }> {
  const answer = await app.request(path, { headers: { authorization: `Bearer ${tokens.owner}` } })
  return { status: answer.status, list: (await answer.json()) as List }
}

for (const slug of ['one', 'two']) {
  await createPage(ctx, { slug, name: slug })
  await createComponent(ctx, { page: slug, key: `${slug}-b`, name: 'B' })
  await createComponent(ctx, { page: slug, key: `${slug}-z`, name: 'Z', parent: `${slug}-b` })
  await createComponent(ctx, { page: slug, key: `${slug}-a`, name: 'A' })
}

test('every list takes limit and cursor', () => {
  const lists = routes.filter(
    (route): route is Route =>
      route.kind === 'api' &&
      route.method === 'GET' &&
      JSON.stringify(Object.keys(shapeOf(route))).includes('nextCursor'),
  )
  assert.ok(lists.length > 12)
  for (const { path, query } of lists) {
    assert.ok(query?.shape.limit, `${path} takes no limit`)
    assert.ok(query?.shape.cursor, `${path} takes no cursor`)
  }
})

test('a list with an order of its own comes page by page in that order', async () => {
  const keys: (string | undefined)[] = []
  let cursor: string | null = null
  do {
    const { list } = await get(`/api/v1/components?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    assert.ok(list.items.length <= 2)
    keys.push(...list.items.map(({ key }) => key))
    cursor = list.nextCursor
  } while (cursor)
  assert.deepEqual(keys, ['one-b', 'one-z', 'one-a', 'two-b', 'two-z', 'two-a'])
  assert.equal((await get('/api/v1/components')).list.nextCursor, null)
})

test('a cursor whose place is gone is refused', async () => {
  const { list } = await get('/api/v1/pages?limit=1')
  await ctx.db.deleteFrom('pages').where('id', '=', list.items[0]!.id).execute()
  assert.equal((await get(`/api/v1/pages?limit=1&cursor=${list.nextCursor}`)).status, 422)
})

test('what changed is found by page', async () => {
  const all = await get('/api/v1/events?page=two&limit=100')
  assert.equal(all.status, 200)
  assert.ok(all.list.items.length >= 4)
  assert.equal(new Set(all.list.items.map(({ page }) => page)).size, 1)
  assert.equal((await get('/api/v1/events?page=nope')).status, 404)
})

const shapeOf = (route: Route): object =>
  route.response && 'shape' in route.response ? (route.response.shape as object) : {}
