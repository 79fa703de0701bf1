import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import type { Route } from './route.ts'

const { app, routes, tokens } = await installation(await testDatabase())
const lists = routes.filter(
  (route): route is Route => route.kind === 'api' && route.method === 'GET' && !route.path.includes('{'),
)

for (const [filter, detail] of [
  ['page', 'Page not found.'],
  ['source', 'Source not found.'],
] as const)
  test(`a list of an unknown ${filter} is not found, and says so`, async () => {
    const filtered = lists.filter(({ query }) => query && filter in query.shape)
    assert.ok(filtered.length >= 2)
    for (const { path } of filtered) {
      const answer = await app.request(`${path}?${filter}=nope`, {
        headers: { authorization: `Bearer ${tokens.owner}` },
      })
      assert.equal(answer.status, 404, path)
      assert.equal(((await answer.json()) as { detail: string }).detail, detail, path)
    }
  })
