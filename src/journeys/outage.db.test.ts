import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { testFolder } from '../test/folder.ts'
import { ownPostgres } from '../test/own-postgres.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const adminToken = 'journey-0123456789abcdef'
const postgres = await ownPostgres()
const env = { ...acmeTokens, UPFRONT_ADMIN_TOKEN: adminToken, DATABASE_URL: postgres.url }
const upfront = await startUpfront({ env: { ...env, UPFRONT_CONFIG: await acmeFile(await testFolder()) } })

const published = ['/', '/history', '/api/v2/summary.json', '/history.rss', '/badge.svg']
const read = async (url: string, path: string) => {
  const answer = await fetch(url + path)
  return { status: answer.status, text: await answer.text(), etag: answer.headers.get('etag') }
}
const readAll = (url: string) => Promise.all(published.map((path) => read(url, path)))
const readiness = async (url: string) => (await fetch(`${url}/readyz`)).status

const openIncident = (title: string) =>
  fetch(`${upfront.url}/api/v1/incidents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ page: 'acme', title, status: 'investigating', body: 'We are looking into it.' }),
  })

const outages = [
  { name: 'ends', begin: postgres.stop, end: postgres.start },
  { name: 'freezes', begin: postgres.freeze, end: postgres.thaw },
]

for (const { name, begin, end } of outages) {
  // R-STATIC-2; that the page says how old its data is: src/publishing/doubt.db.test.ts.
  test(`the database ${name}: readers get the last published page, and all is back with it`, async () => {
    const before = await readAll(upfront.url)
    assert.deepEqual(new Set(before.map((answer) => answer.status)), new Set([200]))
    await begin()
    assert.equal(await readiness(upfront.url), 503)
    assert.deepEqual(await readAll(upfront.url), before)
    const refused = await openIncident('Nobody can hear this')
    assert.equal(refused.status, 503)
    assert.ok(refused.headers.get('retry-after'))
    assert.equal((await fetch(`${upfront.url}/healthz`)).status, 200)
    const form = await fetch(`${upfront.url}/subscribe`, {
      method: 'POST',
      headers: { origin: upfront.url },
      body: new URLSearchParams({ email: 'pat@customer.example' }),
    })
    assert.equal(form.status, 503)
    assert.ok(form.headers.get('retry-after'))
    assert.match(await form.text(), /database|later|moment/i)
    const hook = await fetch(`${upfront.url}/hooks/newrelic/${acmeTokens.NEWRELIC_HOOK_TOKEN}`, {
      method: 'POST',
      body: '{}',
    })
    assert.equal(hook.status, 503)
    assert.ok(hook.headers.get('retry-after'))
    await end()
    await until(async () => (await readiness(upfront.url)) === 200)
    const title = `After the database ${name}`
    await until(async () => (await openIncident(title)).status === 201)
    await until(async () => (await read(upfront.url, '/')).text.includes(title))
  })
}

test('a start while the database is away serves what was published before, and goes on when it comes', async () => {
  const before = await readAll(upfront.url)
  assert.equal(await upfront.stop(), 0)
  await postgres.stop()
  const again = await startUpfront({ dataDir: upfront.dataDir, env, when: 'listening' })
  assert.deepEqual(
    (await readAll(again.url)).map(({ status }) => status),
    before.map(({ status }) => status),
  )
  assert.match((await read(again.url, '/')).text, /After the database freezes/)
  assert.equal(await readiness(again.url), 503)
  await postgres.start()
  await until(async () => (await readiness(again.url)) === 200)
})
