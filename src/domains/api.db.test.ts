import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPage } from '../pages/create.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'

const { app, ctx, tokens } = await installation(await testDatabase(), { seed: 'domains-api' })
await createPage(ctx, { slug: 'acme', name: 'Acme' })
const base = '/api/v1/pages/acme/domains'

async function call(method: string, path: string, body?: object, role: 'admin' | 'editor' = 'admin') {
  const headers = { host: 'status.test', authorization: `Bearer ${tokens[role]}`, 'content-type': 'application/json' }
  const answer = await app.request(`http://status.test${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, json: text === '' ? null : JSON.parse(text) }
}

test('a name is added, looked at, listed and given up', async () => {
  const added = await call('POST', base, { host: 'Status.ACME.example.' })
  assert.equal(added.status, 201)
  const { id, host, state, primary, record, file, findings } = added.json
  assert.deepEqual([host, state, primary, findings], ['status.acme.example', 'unproven', false, []])
  assert.deepEqual([record.type, record.name], ['TXT', '_upfront.status.acme.example'])
  assert.match(record.value, /^upfront-domain=[0-9a-f]{32}$/)
  assert.deepEqual(file, { url: 'http://status.acme.example/.well-known/upfront-domain', content: record.value })

  const checked = await call('POST', `${base}/status.acme.example/check`)
  assert.equal(checked.status, 200)
  assert.deepEqual(checked.json.findings[0], { look: 'dns', expected: record.value, found: 'no TXT record' })
  assert.match(checked.json.findings[1].found, /^no answer: tests have no network/)
  assert.equal((await call('POST', `${base}/${id}/make-primary`)).status, 409)
  assert.deepEqual(
    (await call('GET', base)).json.items.map((one: { id: string }) => one.id),
    [id],
  )
  assert.equal((await call('GET', `${base}/${id}`)).json.host, host)
  assert.equal((await call('POST', base, { host })).status, 409)
  assert.equal((await call('DELETE', `${base}/${id}`)).status, 204)
  assert.equal((await call('GET', `${base}/${id}`)).status, 404)
})

test('what is no name is refused with its place; who may not is turned away; too many looks wait', async () => {
  for (const wrong of ['https://a.example', '*.a.example', '10.0.0.1', 'localhost', '', 'a b', 'a:1', 7, null]) {
    const { status, json } = await call('POST', base, { host: wrong })
    assert.equal(status, 422, String(wrong))
    assert.equal(json.errors?.[0]?.pointer ?? '/host', '/host')
  }
  assert.equal((await call('POST', base, { host: 'a.example', state: 'proven' })).status, 422)
  assert.equal((await call('POST', base, { host: 'a.example' }, 'editor')).status, 403)
  await call('POST', base, { host: 'many.example' })
  const statuses: number[] = []
  for (let i = 0; i < 32; i++) statuses.push((await call('POST', `${base}/many.example/check`)).status)
  assert.ok(statuses.slice(0, 20).every((status) => status === 200))
  assert.equal(statuses.at(-1), 429)
})
