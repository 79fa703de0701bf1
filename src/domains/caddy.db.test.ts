import assert from 'node:assert/strict'
import { request } from 'node:https'
import { test } from 'node:test'
import { noCaddy, startCaddy } from '../test/caddy.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const token = 'caddy-0123456789abcdef'

test('Caddy as deploy/Caddyfile sets it up: a certificate for every name of a page, and for no other', {
  skip: noCaddy ?? false,
}, async () => {
  const env = {
    UPFRONT_ADMIN_TOKEN: token,
    TRUSTED_PROXIES: '127.0.0.1',
    UPFRONT_URL: 'https://up.example',
  }
  const upfront = await startUpfront({ env, onTestServer: true })
  const caddy = await startCaddy(upfront)
  const api = async (path: string, method: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${upfront.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`)
    return answer
  }
  await api('/pages', 'POST', { slug: 'acme', name: 'Acme Cloud', host: 'status.acme.example' })
  await api('/pages/acme/domains', 'POST', { host: 'claimed.acme.example' })
  const asked = async (domain: string, headers = {}) =>
    (await fetch(`${upfront.url}/tls/ask?domain=${domain}`, { headers })).status
  await until(async () => (await asked('status.acme.example')) === 200)

  assert.equal(await asked('Status.ACME.example.'), 200)
  assert.equal(await asked('up.example'), 200)
  for (const other of ['claimed.acme.example', 'evil.example', '127.0.0.1', 'localhost', '', '%00'])
    assert.equal(await asked(other), 404, other)
  for (const passedOn of [{ 'x-forwarded-for': '203.0.113.7' }, { forwarded: 'for=203.0.113.7' }, { via: '1.1 x' }])
    assert.equal(await asked('status.acme.example', passedOn), 404)

  const get = async (host: string, path = '/') => {
    const ca = await caddy.root()
    return new Promise<{ status: number | undefined; text: string; headers: object }>((done, failed) => {
      const options = { host: '127.0.0.1', port: caddy.port, servername: host, path, ca, headers: { host } }
      request(options, async (res) => {
        const text = Buffer.concat(await res.toArray()).toString()
        done({ status: res.statusCode, text, headers: res.headers })
      })
        .on('error', failed)
        .end()
    })
  }
  // The name is known a moment before the page is published.
  const page = await until(async () => {
    const answer = await get('status.acme.example')
    return answer.status === 200 ? answer : null
  })
  assert.match(page.text, /Acme Cloud/)
  assert.match(page.text, /https:\/\/status\.acme\.example\//)
  assert.match(JSON.stringify(page.headers), /"strict-transport-security":"max-age=31536000"/)
  assert.equal((await get('status.acme.example', '/tls/ask?domain=status.acme.example')).status, 404)
  assert.equal((await get('up.example')).status, 200)
  for (const other of ['claimed.acme.example', 'evil.example'])
    await assert.rejects(get(other), /SSL|TLS|tlsv1|ECONNRESET/, other)
})
