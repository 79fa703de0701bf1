import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callAs } from '../test/callers.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { filled, routeMatrix } from '../test/route-matrix.ts'

const database = await testDatabase()
const ours = await installation(database, { seed: 'ours' })
const theirs = await installation(database, { seed: 'theirs' })
const call = await callAs(ours, theirs)

test('every route may be called by whom it says, and by nobody else', async () => {
  assert.ok(ours.routes.length > 10)
  assert.deepEqual(await routeMatrix(ours.routes, call), [])
})

test('the comparison sees a route that says one thing and does another', async () => {
  const real = ours.routes.find((route) => route.path === '/api/v1/users' && route.method === 'GET')!
  const claimed = [
    { ...real, permission: 'viewer' },
    { ...real, permission: 'public' },
    { ...real, permission: 'owner' },
  ] as const
  const differences = await routeMatrix(claimed, call)
  assert.deepEqual(
    differences.map(({ caller, status }) => [caller, status]),
    [
      ['viewer', 403],
      ['editor', 403],
      ...['nobody', 'wrong token', 'expired token', 'revoked token'].map((caller) => [caller, 401]),
      ['viewer', 403],
      ['editor', 403],
      ['admin', 200],
    ],
  )
})

test('our ids are nothing to another organization', async () => {
  for (const route of ours.routes) {
    const [, list] = /^(\/api\/v1\/[\w-]+)\/\{\w+\}/.exec(route.path) ?? []
    if (!list || route.permission === 'public') continue
    for (const id of await idsIn(list)) {
      const response = await call('other organization', route, filled(route.path, id))
      assert.ok([404, 422].includes(response.status), `${route.method} ${route.path}: ${response.status}`)
    }
  }
})

test('two routes never share a method and a path', () => {
  const names = ours.routes.map((route) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`)
  assert.equal(new Set(names).size, names.length)
})

/** The first ids of a list, as its owner sees it. */
async function idsIn(path: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${ours.tokens.owner}` }
  const response = await ours.app.request(path, { headers })
  if (response.status !== 200) return []
  const { items } = (await response.json()) as { items: { id: string }[] }
  return items.slice(0, 2).map(({ id }) => id)
}
