import assert from 'node:assert/strict'
import { request as plainly } from 'node:http'
import { request } from 'node:https'
import { test } from 'node:test'
import { freePort } from '../test/free-port.ts'
import { noPebble, startPebble } from '../test/pebble.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const token = 'pebble-0123456789abcdef'

test('certificates by the built-in client, from the real Pebble: ordered, served, kept, for no other name', {
  skip: noPebble ?? false,
}, async () => {
  const [port, tlsPort] = [await freePort(), await freePort()]
  const pebble = await startPebble(port)
  const env = {
    PORT: String(port),
    TLS_PORT: String(tlsPort),
    UPFRONT_URL: `https://up.example:${tlsPort}`,
    UPFRONT_ADMIN_TOKEN: token,
    ACME_DIRECTORY_URL: pebble.directory,
    ACME_EMAIL: 'ops@acme.example',
    NODE_EXTRA_CA_CERTS: pebble.ca,
  }
  const upfront = await startUpfront({ env, onTestServer: true })
  const ca = await pebble.root()
  type Answer = { status: number; headers: Record<string, unknown>; text: string }
  const get = (host: string, path = '/'): Promise<Answer> =>
    new Promise((done, failed) => {
      const options = { host: '127.0.0.1', port: tlsPort, servername: host, path, ca, headers: { host } }
      request(options, async (res) => {
        const text = Buffer.concat(await res.toArray()).toString()
        done({ status: res.statusCode ?? 0, headers: res.headers, text })
      })
        .on('error', failed)
        .end()
    })
  const unprotected = (host: string, path: string): Promise<Answer> =>
    new Promise((done, failed) => {
      plainly({ host: '127.0.0.1', port, path, headers: { host } }, async (res) => {
        const text = Buffer.concat(await res.toArray()).toString()
        done({ status: res.statusCode ?? 0, headers: res.headers, text })
      })
        .on('error', failed)
        .end()
    })
  const api = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const to = `http://127.0.0.1:${port}/api/v1${path}`
    const answer = await fetch(to, { method: 'POST', headers, body: JSON.stringify(body) })
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`)
  }
  await api('/pages', { slug: 'acme', name: 'Acme Cloud', host: 'status.acme.example' })
  await api('/pages/acme/domains', { host: 'claimed.acme.example' })

  const page = await until(async () => {
    const answer = await get('status.acme.example').catch(() => null)
    return answer?.status === 200 ? answer : null
  }, 180_000)
  assert.match(page.text, /Acme Cloud/)
  assert.equal(page.headers['strict-transport-security'], 'max-age=31536000')
  await until(() => get('up.example', '/healthz').catch(() => null), 180_000)
  assert.equal((await get('up.example', '/console/sign-in')).status, 200)
  for (const other of ['claimed.acme.example', 'evil.example'])
    await assert.rejects(get(other), /SSL|TLS|ECONNRESET|socket/i, other)

  const led = await unprotected('status.acme.example', '/history?x=1')
  assert.deepEqual([led.status, led.headers.location], [308, `https://status.acme.example:${tlsPort}/history?x=1`])
  assert.equal((await unprotected('status.acme.example', '/healthz')).status, 200)
  assert.equal((await unprotected('status.acme.example', '/.well-known/acme-challenge/unknown')).status, 404)
  assert.equal((await unprotected('evil.example', '/')).status, 421)

  await upfront.stop()
  const next = { ...env, DATABASE_URL: upfront.databaseUrl ?? '' }
  const again = await startUpfront({ env: next, dataDir: upfront.dataDir, when: 'listening' })
  assert.equal((await until(() => get('status.acme.example').catch(() => null))).status, 200)
  assert.doesNotMatch(again.logged(), /certificate_issued/)
})
