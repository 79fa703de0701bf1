import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { filled } from '../test/route-matrix.ts'
import { openApiDocument } from './openapi.ts'
import type { Route } from './route.ts'

const { app, routes, tokens, ctx } = await installation(await testDatabase())
const api = routes.filter((route): route is Route => route.kind === 'api' && route.permission !== 'public')
const document = openApiDocument(routes, 'http://status.test')

type Problem = { status: number; detail: string; errors?: { pointer: string; detail: string }[] }

async function send(route: Route, body: string | Uint8Array<ArrayBuffer> | null, id = 'zzzzzzzzzzzz', query = '') {
  const headers = { authorization: `Bearer ${tokens.owner}`, 'content-type': 'application/json' }
  const path = filled(route.path, id) + query
  const response = await app.request(path, { method: route.method, headers, body })
  const start = typeof body === 'string' ? body.slice(0, 60) : `${body?.length ?? 0} bytes`
  const where = `${route.method} ${path.slice(0, 100)} ${start}`
  assert.ok(response.status < 500, `${where}: ${response.status}`)
  if (response.status < 400) return { status: response.status, where, errors: [] }
  assert.equal(response.headers.get('content-type'), 'application/problem+json', where)
  const problem = (await response.json()) as Problem
  assert.equal(problem.status, response.status, where)
  return { status: response.status, where, errors: problem.errors ?? [] }
}

const tooLarge = Buffer.from(`{"a":"${'x'.repeat(10 * 1024 * 1024)}"}`)
const nested = `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`
type Wrong = readonly [body: string | Uint8Array<ArrayBuffer>, status: 400 | 422]
/** All of a kind are refused in one place (`read-json.ts`, `parse.ts`), whatever the route. */
const kinds: readonly (readonly Wrong[])[] = [
  [
    ['{', 400],
    ['{"a":1,}', 400],
    ["{'a':1}", 400],
    ['\u0000', 400],
    [new Uint8Array([0x7b, 0xc3, 0x28, 0x7d]), 400],
  ],
  [['{"__proto__":{"role":"owner"}}', 400]],
  [['null', 422]],
  [
    ['12', 422],
    ['"text"', 422],
    ['[{}]', 422],
    [`[${'0,'.repeat(50_000)}0]`, 422],
  ],
  [
    ['{"noSuchField":1}', 422],
    ['{"constructor":1,"toString":2}', 422],
  ],
  [
    ['{"a":"\\u0000"}', 422],
    ['{"a":"\\ud800"}', 422],
  ],
  [[nested, 422]],
]
/** One of each kind for a route, the next for the next one. */
const bodiesFor = (route: number) => kinds.map((ones) => ones[route % ones.length]!)

test('whatever the body is, the answer is a 4xx that says where', async () => {
  for (const [i, route] of api.filter(({ body }) => body !== null).entries()) {
    for (const [body, expected] of bodiesFor(i)) {
      const { status, errors, where } = await send(route, body)
      assert.equal(status, expected, where)
      assert.ok(errors.length > 0 && errors.every(({ pointer }) => typeof pointer === 'string'), where)
    }
    assert.equal((await send(route, tooLarge)).status, 413)
  }
})

test('a route that takes no body refuses one, unless it is empty', async () => {
  for (const [i, route] of api.filter(({ body, method }) => body === null && method !== 'GET').entries()) {
    for (const [body] of bodiesFor(i).filter(([body]) => body !== 'null')) {
      const { errors, where } = await send(route, body)
      assert.ok(errors.length > 0, where)
    }
    for (const body of [null, '{}', 'null']) assert.notEqual((await send(route, body)).status, 422)
  }
})

test('an unknown field is named', async () => {
  for (const route of api.filter(({ body }) => body !== null)) {
    const { errors, where } = await send(route, '{"noSuchField":1}')
    assert.ok(
      errors.some(({ pointer }) => pointer === '/noSuchField'),
      where,
    )
  }
})

const wrong = [
  'null',
  '{}',
  '[]',
  '[null]',
  'true',
  '-1',
  '1e308',
  '1.5',
  '""',
  '" "',
  '"\\ud83d"',
  '"a\\u0000"',
  `"${'x'.repeat(200_000)}"`,
]

test('each field with a value of every wrong kind', async () => {
  for (const route of api) {
    const fields = fieldsOf(route)
    // A change may hold one field alone; where several must be there, one request tries a value of each kind in all of them.
    if (route.method === 'PATCH')
      for (const name of fields) for (const value of wrong) await send(route, `{"${name}":${value}}`)
    else if (fields.length > 0)
      for (const first of wrong.keys()) {
        const given = fields.map((name, i) => `"${name}":${wrong[(first + i) % wrong.length]}`)
        await send(route, `{${given}}`)
      }
  }
})

const queries = ['?limit=0', '?limit=101', '?limit=x', '?cursor=garbage', '?cursor=%00', '?limit=1&limit=2']
const ids = ['%ff', '%F0%9F', '..%2f..', '%22;--', '-1', '%F0%9F%92%A9']

test('queries and paths', async () => {
  for (const [i, route] of api.filter(({ method }) => method === 'GET').entries())
    for (const query of ['?noSuchName=1', queries[i % queries.length]!, queries[(i + 3) % queries.length]!]) {
      const { status, errors, where } = await send(route, null, 'zzzzzzzzzzzz', query)
      assert.equal(status, 422, where)
      assert.equal(errors[0]?.pointer, `/${/\w+/.exec(query)?.[0]}`, where)
    }
  for (const [i, route] of api.filter(({ path }) => path.includes('{')).entries())
    for (const id of ['%00', "'", 'x'.repeat(5000), ids[i % ids.length]!, ids[(i + 3) % ids.length]!]) {
      const { status, where } = await send(route, route.method === 'GET' ? null : '{}', id)
      assert.ok(status >= 400, where)
    }
})

test('every body and everything in it refuses unknown fields, by its schema too', () => {
  for (const route of api.filter(({ body }) => body !== null)) {
    const text = JSON.stringify(bodyOf(route))
    const objects = text.match(/"type":"object"(?:,"properties"|,"additionalProperties":\{|\})/g) ?? []
    const closed = text.match(/"additionalProperties":(?:false|\{)/g) ?? []
    assert.ok(
      closed.length >= objects.length,
      `${route.method} ${route.path} takes unknown fields: ${text.slice(0, 300)}`,
    )
  }
})

test('nothing was changed by all this, and the process answers', async () => {
  const made = await ctx.db.selectFrom('users').select('email').where('org_id', '=', ctx.org).execute()
  assert.deepEqual(made, [])
  assert.equal((await app.request('/healthz')).status, 200)
})

type Schema = { properties?: Record<string, unknown>; $ref?: string }

/** The body's schema, as the document has it. */
function bodyOf(route: Route): Schema {
  const operations = document.paths?.[route.path] as Record<
    string,
    { requestBody?: { content: Record<string, { schema: Schema }> } }
  >
  const schema = operations[route.method.toLowerCase()]?.requestBody?.content['application/json']?.schema ?? {}
  const name = schema.$ref?.split('/').at(-1)
  return name ? ((document.components?.schemas?.[name] ?? {}) as Schema) : schema
}

const fieldsOf = (route: Route) => (route.body ? Object.keys(bodyOf(route).properties ?? {}) : [])
