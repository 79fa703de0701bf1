import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { testFolder } from '../test/folder.ts'
import { noNginx, startNginx } from '../test/nginx.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const kept = ['content-type', 'content-security-policy', 'x-content-type-options']

// R-STATIC-1
test('nginx as deploy/nginx.conf sets it up serves what was published when Upfront is gone', {
  skip: noNginx ?? false,
}, async () => {
  const token = 'journey-0123456789abcdef'
  const config = await acmeFile(await testFolder())
  const env = { ...acmeTokens, UPFRONT_CONFIG: config, UPFRONT_ADMIN_TOKEN: token }
  const upfront = await startUpfront({ env, onTestServer: true })
  const url = await startNginx(upfront)
  const post = (path: string, body: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const read = async (path: string) => {
    const answer = await fetch(url + path)
    const headers = kept.map((name) => `${name}: ${answer.headers.get(name)?.toLowerCase()}`)
    return { path, status: answer.status, headers, text: await answer.text() }
  }

  const opened = await post('/api/v1/incidents', {
    page: 'acme',
    title: 'Slower pages',
    status: 'investigating',
    body: 'Pages load slowly. We are looking into it.',
    components: { web: 'degraded_performance' },
  })
  assert.equal(opened.status, 201)
  const { id } = (await opened.json()) as { id: string }
  const front = await until(async () => {
    const { text } = await read('/')
    return text.includes('Slower pages') ? text : null
  })
  assert.match(front, /Published <time datetime=/)
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(front)?.[1] ?? ''
  const paths = [
    '/',
    `/incidents/${id}`,
    '/history',
    '/subscribe',
    '/api/v2/summary.json',
    '/history.rss',
    '/history.atom',
    '/badge.svg',
    '/calendar.ics',
    '/embed',
    '/embed.js',
    '/embed.json',
    style,
    '/p/acme',
    '/p/acme/history',
  ]
  const before = await Promise.all(paths.map(read))
  assert.deepEqual([...new Set(before.map(({ status }) => status))], [200])

  assert.equal(await upfront.stop(), 0)
  assert.deepEqual(await Promise.all(paths.map(read)), before)
  assert.equal((await read('/nothing-here')).status, 404)
  assert.equal((await post('/hooks/newrelic/nr-0123456789abcdef0123456789abcdef', {})).status, 502)
  assert.equal((await post('/subscribe', {})).status, 502)
})
