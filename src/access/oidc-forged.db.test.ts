import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { guardedOutbound } from '../lib/guarded-fetch.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readerAt, readingServer } from '../test/reading.ts'
import { changeAccess } from './change.ts'
import { beginFlow } from './flow.ts'

const database = await testDatabase()
const start = new Date(Math.floor(performance.timeOrigin + performance.now())).toISOString()
const made = await testContext(database, { seed: 'forged', start })
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const held: { token: (issuer: string) => string } = { token: () => '' }

/** A provider that says whatever it is told to, algorithms in its own description included. */
const provider = createServer((req, res) => {
  const json = (body: object) => res.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  if (req.url?.includes('openid-configuration'))
    return json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    })
  if (req.url === '/jwks')
    return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] })
  return json({ access_token: 'a', token_type: 'bearer', expires_in: 60, id_token: held.token(issuer) })
})
await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready))
after(() => void provider.close().closeAllConnections())
const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`

const http = guardedOutbound({ allow: [new URL(issuer).host] })
const ctx = { ...made.ctx, http }
const { page } = await acme(ctx)
const { publisher, origin } = await readingServer({ ...made.base, http })
const secret = 'a-secret-of-the-client'
await changeAccess(ctx, page, {
  private: true,
  connections: [
    {
      kind: 'oidc',
      key: 'idp',
      name: 'Login',
      issuer,
      clientId: 'upfront',
      clientSecret: secret,
      scopes: 'openid',
      domains: [],
      attributes: [],
    },
  ],
})
await publisher.reconcile()

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = Math.floor(Date.parse(start) / 1000)

/** An ID token for a nonce, by default as it should be. */
function token(nonce: string, changes: object = {}, header: object = { alg: 'RS256', kid: 'one' }, by = privateKey) {
  const claims = { iss: issuer, sub: 'u1', aud: 'upfront', nonce, iat: now, exp: now + 600, ...changes }
  const text = `${part(header)}.${part(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), by).toString('base64url')}`
}

async function outcome(make: (nonce: string) => string) {
  const reader = readerAt(origin)
  const left = new URL((await reader.get('/sign-in/with/idp')).headers.get('location')!)
  held.token = () => make(left.searchParams.get('nonce')!)
  const answer = await reader.get(`/sign-in/callback/idp?code=c&state=${left.searchParams.get('state')}`)
  const isIn = [...reader.cookies.keys()].some((name) => name.startsWith('upfront-reader'))
  return { status: answer.status, isIn }
}

test('an honest token lets in', async () => {
  assert.deepEqual(await outcome((nonce) => token(nonce)), { status: 303, isIn: true })
})

const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
const symmetric = (nonce: string, key: string) => {
  const text = token(nonce, {}, { alg: 'HS256' }).split('.').slice(0, 2).join('.')
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}

const forgeries: Record<string, (nonce: string) => string> = {
  'another nonce': () => token('another'),
  'no nonce': (nonce) => token(nonce, { nonce: undefined }),
  'for another client': (nonce) => token(nonce, { aud: 'somebody-else' }),
  'of another issuer': (nonce) => token(nonce, { iss: 'https://evil.example' }),
  'over for ten minutes': (nonce) => token(nonce, { exp: now - 600, iat: now - 1200 }),
  'by another key': (nonce) => token(nonce, {}, { alg: 'RS256', kid: 'one' }, other.privateKey),
  'by no key': (nonce) => `${token(nonce, {}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
  'by our own secret': (nonce) => symmetric(nonce, secret),
  'by the public key as a secret': (nonce) => symmetric(nonce, pem),
  'by a key of its own': (nonce) =>
    token(nonce, {}, { alg: 'RS256', jwk: other.publicKey.export({ format: 'jwk' }) }, other.privateKey),
  'about nobody': (nonce) => token(nonce, { sub: '' }),
  'changed after it was signed': (nonce) => {
    const [head, , tag] = token(nonce).split('.')
    return `${head}.${part({ iss: issuer, sub: 'admin', aud: 'upfront', nonce, iat: now, exp: now + 600 })}.${tag}`
  },
  'no token at all': () => 'x',
}

for (const [name, forge] of Object.entries(forgeries)) {
  test(`a token ${name} lets nobody in`, async () => {
    assert.deepEqual(await outcome(forge), { status: 403, isIn: false })
  })
}

test('a colleague’s ticket from the console opens the page once, for an hour, by a button', async () => {
  const staff = { id: 'alice', name: 'Alice' }
  const facts = { next: '/', test: false, staff }
  const ticket = await beginFlow(ctx, { page, connection: 'console', facts, minutes: 1 })
  const reader = readerAt(origin)
  assert.match(await (await reader.get(`/sign-in/staff/${ticket}`)).text(), /Sign in as <bdi>Alice/)
  assert.equal((await reader.get('/')).status, 401)
  const entered = await reader.post(`/sign-in/staff/${ticket}`)
  assert.match(entered.headers.get('set-cookie')!, /Max-Age=3600;/)
  assert.equal((await reader.get('/')).status, 200)
  assert.match(await (await reader.post(`/sign-in/staff/${ticket}`)).text(), /does not work any more/)
  const cookieOnly = await beginFlow(ctx, { page, connection: 'idp', facts: { next: '/', test: false, staff } })
  assert.match(await (await reader.post(`/sign-in/staff/${cookieOnly}`)).text(), /does not work any more/)
})
