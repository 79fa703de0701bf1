import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { testBase, testWeb } from '../test/web.ts'
import { mount } from './mount.ts'
import { defineRoute } from './route.ts'

const thing = defineRoute({
  method: 'POST',
  path: '/api/v1/things/{id}',
  permission: 'editor',
  summary: 'Makes a thing',
  query: z.object({ loud: z.string().optional() }),
  body: z.strictObject({ name: z.string().max(10), parts: z.array(z.strictObject({ size: z.int() })).optional() }),
  response: z.object({ id: z.string(), name: z.string(), at: z.date() }),
  status: 201,
  run: async (_ctx, { params, body }) => ({ id: params.id, name: body.name, at: new Date(0), secret: 'no' }),
})
const broken = defineRoute({
  method: 'GET',
  path: '/api/v1/broken',
  permission: 'public',
  summary: 'Fails',
  run: async () => {
    throw new Error('secret reason')
  },
})
const app = mount(testWeb(), [thing, broken])

const asEditor = { authorization: 'Bearer editor', 'content-type': 'application/json' }
const post = (
  body: string | Uint8Array<ArrayBuffer>,
  { token = 'editor', path = '/api/v1/things/one', headers = {} } = {},
) =>
  app.request(path, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  })

test('a route takes its input, and answers what it declares', async () => {
  const response = await post('{"name":"x"}')
  assert.equal(response.status, 201)
  assert.deepEqual(await response.json(), { id: 'one', name: 'x', at: '1970-01-01T00:00:00.000Z' })
})

test('what is wrong is named by its pointer', async () => {
  for (const [body, status, pointer] of [
    ['{"name":"x","more":1}', 422, '/more'],
    ['{"name":"x","parts":[{"size":1},{"size":"2"}]}', 422, '/parts/1/size'],
    ['{"name":"x","parts":[{"size":1,"a/b":2}]}', 422, '/parts/0/a~1b'],
    ['{"name":12}', 422, '/name'],
    ['{}', 422, '/name'],
    ['', 422, ''],
    ['null', 422, ''],
    ['[]', 422, ''],
    ['{"name":"a\\u0000b"}', 422, '/name'],
    ['{"name":"a\\ud800"}', 422, '/name'],
    ['{"name":', 400, ''],
    ['{"name":"x","__proto__":{"a":1}}', 400, ''],
    [new Uint8Array([0x22, 0xff, 0x22]), 400, ''],
    ['['.repeat(40) + ']'.repeat(40), 422, '/0'.repeat(32)],
    [`[${'1,'.repeat(20_000)}1]`, 422, ''],
  ] as const) {
    const response = await post(body)
    const answer = await problemIn(response)
    assert.deepEqual([response.status, answer.errors[0]?.pointer], [status, pointer], String(body).slice(0, 60))
    assert.equal(response.headers.get('content-type'), 'application/problem+json')
  }
})

test('query names that the route does not know, or that stand twice, are refused', async () => {
  for (const query of ['quiet=1', 'loud=1&loud=2', 'loud=%00', 'token=x']) {
    const response = await post('{"name":"x"}', { path: `/api/v1/things/one?${query}` })
    assert.equal(response.status, 422, query)
    assert.equal((await problemIn(response)).errors[0]?.pointer, `/${query.split('=')[0]}`)
  }
})

test('a body that is too large or of another kind', async () => {
  assert.equal((await post(`{"name":"${'x'.repeat(1024 * 1024)}"}`)).status, 413)
  assert.equal((await post('name=x', { headers: { 'content-type': 'text/plain' } })).status, 415)
  assert.equal((await post('{}', { headers: { 'content-encoding': 'gzip' } })).status, 415)
})

test('who may call', async () => {
  assert.equal((await post('{}', { token: 'viewer' })).status, 403)
  const nobody = await post('{}', { token: 'wrong' })
  assert.deepEqual([nobody.status, nobody.headers.get('www-authenticate')], [401, 'Bearer'])
  assert.equal((await post('{"name":"x"}', { token: 'owner' })).status, 201)
})

test('a failure that nobody expected keeps its reason to the log', async () => {
  const response = await app.request('/api/v1/broken')
  assert.equal(response.status, 500)
  assert.doesNotMatch(await response.text(), /secret/)
})

test('other methods and other paths', async () => {
  const wrong = await app.request('/api/v1/things/one')
  assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'POST'])
  assert.equal((await app.request('/api/v1/nothing')).status, 404)
  assert.equal((await post('{"name":"x"}', { path: '/api/v1/things/%00' })).status, 404)
})

test('console and API are loaded with the first who comes, once for all who come meanwhile', async () => {
  let loads = 0
  const late = mount(testWeb(), [], async () => {
    loads++
    await new Promise(setImmediate)
    return [thing, broken]
  })
  assert.deepEqual(
    [(await late.request('/consoles')).status, (await late.request('/api/v2/things')).status],
    [404, 404],
  )
  assert.equal(loads, 0)
  const made = () => late.request('/api/v1/things/one', { method: 'POST', body: '{"name":"x"}', headers: asEditor })
  const answers = await Promise.all([made(), made(), late.request('/console'), late.request('/api/v1/things/one')])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201, 404, 405],
  )
  assert.equal((await made()).status, 201)
  assert.equal(loads, 1)
})

test('where they cannot be loaded it is said, in the log too, and tried again with the next', async () => {
  const logged: string[] = []
  let loads = 0
  const log = pino({}, { write: (line) => void logged.push(line) })
  const late = mount(testWeb({ base: testBase({ log }) }), [], async () => {
    if (++loads < 3) throw new Error('secret reason')
    return [thing]
  })
  const [page, json] = [await late.request('/console/inbox'), await late.request('/api/v1/things/one')]
  assert.deepEqual([page.status, json.status], [500, 500])
  assert.equal(json.headers.get('content-type'), 'application/problem+json')
  assert.ok(page.headers.get('content-security-policy'))
  for (const text of [await page.text(), await json.text()]) {
    assert.match(text, /could not be loaded/)
    assert.doesNotMatch(text, /secret/)
  }
  assert.deepEqual(
    [logged.length, logged.filter((line) => /console_not_loaded.*secret reason/.test(line)).length],
    [2, 2],
  )
  assert.equal((await late.request('/api/v1/things/one')).status, 405)
})

test('who asked for a page that is not there is led back: readers to theirs, colleagues to the console', async () => {
  const led = async (path: string) => (await app.request(path)).text()
  assert.match(await led('/subscribe/nothing'), /<a href="\/">To the status page</)
  assert.match(await led('/p/acme/subscribe/nothing'), /<a href="\/p\/acme">To the status page</)
  assert.match(await led('/console/nothing'), /<a href="\/console">To the console</)
})

test('a verb may refuse input too', async () => {
  const refusing = defineRoute({
    method: 'GET',
    path: '/api/v1/no',
    permission: 'viewer',
    summary: 'No',
    run: async () => {
      throw new InvalidInput('No.', [{ pointer: '/a', detail: 'expected b' }])
    },
  })
  const response = await mount(testWeb(), [refusing]).request('/api/v1/no', {
    headers: { authorization: 'Bearer viewer' },
  })
  assert.deepEqual(await response.json(), {
    type: 'about:blank',
    title: 'Unprocessable Content',
    status: 422,
    detail: 'No.',
    errors: [{ pointer: '/a', detail: 'expected b' }],
  })
})

const problemIn = async (response: Response) => (await response.json()) as { errors: { pointer: string }[] }
