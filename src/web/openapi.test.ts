import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from '../lib/zod.ts'
import { openApiDocument } from './openapi.ts'
import { instant, listOf, listQuery } from './paging.ts'
import { defineRoute } from './route.ts'

const document = openApiDocument(
  [
    defineRoute({
      method: 'GET',
      path: '/api/v1/pages/{page}/things',
      permission: 'viewer',
      summary: 'Things',
      query: listQuery({ state: z.enum(['open', 'closed']).optional() }),
      response: listOf(z.object({ id: z.string(), createdAt: instant })),
      run: async () => ({ items: [], nextCursor: null }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/things',
      permission: 'public',
      summary: 'Make one',
      body: z.strictObject({ name: z.string(), inner: z.strictObject({ a: z.string() }).optional() }),
      run: async () => {},
    }),
  ],
  'https://status.example',
)

test('describes a list: path, query, answer', () => {
  const get = document.paths?.['/api/v1/pages/{page}/things']?.get
  const parameters = (get?.parameters ?? []).map((one) => ('name' in one ? [one.name, one.in, one.schema] : []))
  assert.deepEqual(parameters, [
    ['page', 'path', { type: 'string' }],
    ['limit', 'query', { type: 'integer', minimum: 1, maximum: 100, default: 100 }],
    ['cursor', 'query', { type: 'string', description: 'The nextCursor of the answer before.' }],
    ['state', 'query', { type: 'string', enum: ['open', 'closed'] }],
  ])
  assert.match(JSON.stringify(get?.responses), /"createdAt":\{"type":"string","format":"date-time"\}/)
  assert.deepEqual(get?.security, [{ token: [] }])
})

test('describes a body: strict objects take nothing else', () => {
  const post = document.paths?.['/api/v1/things']?.post
  assert.equal(JSON.stringify(post?.requestBody).match(/"additionalProperties":false/g)?.length, 2)
  assert.deepEqual([post?.security, Object.keys(post?.responses ?? {})], [[], ['204', 'default']])
})
