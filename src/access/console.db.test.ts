import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { accessPages } from './console.ts'
import { accessOf, accessRow, secretsIn } from './find.ts'

const { ctx } = await testContext(await testDatabase(), { seed: 'access console' })
const { page } = await acme(ctx)
const { see, send, submit, refused } = testConsole(ctx, accessPages)
const path = `/console/settings/pages/${page}/access`

test('the whole form is saved and shown again, the password never', async () => {
  await submit(path, {
    private: 'on',
    password: 'vermilion tractor',
    addresses: '@customer.example\n Pat@Partner.example ',
    subscribers: 'on',
    ranges: '192.0.2.0/24 2001:db8::/32',
    sessionHours: '12',
  })
  assert.deepEqual(await accessOf(ctx, page), {
    private: true,
    showName: false,
    addresses: ['@customer.example', 'pat@partner.example'],
    subscribers: true,
    named: false,
    ranges: ['192.0.2.0/24', '2001:db8::/32'],
    sessionHours: 12,
    connections: [],
  })
  const screen = await see(path)
  shows(screen, /@customer\.example\npat@partner\.example/)
  hides(screen, /vermilion/)
  const before = (await accessRow(ctx, page))!
  await submit(path, { private: 'on', addresses: '', ranges: '', sessionHours: '12', password: '' })
  assert.equal((await accessRow(ctx, page))!.password_hash, before.password_hash)
  await submit(path, { private: 'on', addresses: '', ranges: '', sessionHours: '12', noPassword: 'on' })
  assert.equal((await accessRow(ctx, page))!.password_hash, null)
  shows(await see(path), /Nobody but your colleagues gets in/)
})

test('what is wrong is said beside its field, with what was typed, and nothing is saved', async () => {
  const wrong = {
    private: 'on',
    addresses: 'pat',
    ranges: '300.0.0.0/8\n10.0.0.0/33',
    sessionHours: '0',
    password: 'short',
  }
  const screen = await refused(path, wrong)
  for (const text of [/Expected an address such as pat@customer/, /Expected an address or a range/, /300\.0\.0\.0\/8/])
    shows(screen, text)
  hides(screen, /value="short"/)
  shows(await refused(path, { sessionHours: '5', password: 'password1' }), /among the first that are tried/i)
  assert.equal((await accessOf(ctx, page)).sessionHours, 12)
})

test('a connection is added, shown without its secret, tried, and removed', async () => {
  const fields = {
    key: 'acme',
    name: 'Acme login',
    issuer: 'https://id.acme.example',
    clientId: 'up',
    scopes: 'openid',
    domains: '@acme.example',
    attributes: 'groups',
  }
  shows(await refused(`${path}/connections/new/oidc`, fields), /Expected the secret/)
  shows(
    await refused(`${path}/connections/new/oidc`, { ...fields, issuer: 'http://id.acme.example' }),
    /starts with https/,
  )
  const to = await submit(`${path}/connections/new/oidc`, { ...fields, clientSecret: 'hush-hush-1f3c' })
  const screen = await see(to)
  hides(screen, /hush-hush/)
  shows(screen, /sign-in\/callback\/acme/)
  shows(screen, /sign-in\/with\/acme\?test=\d+\./)
  await submit(to, { ...fields, clientSecret: '', name: 'Acme ID' })
  const row = await accessRow(ctx, page)
  assert.deepEqual(secretsIn(ctx, row), { acme: 'hush-hush-1f3c' })
  assert.ok(!JSON.stringify(row).includes('hush-hush'))
  shows(
    await refused(`${path}/connections/new/saml`, {
      key: 'x',
      name: 'X',
      entityId: 'x',
      ssoUrl: 'https://x.example',
      certificate: 'none',
    }),
    /Expected certificates in PEM/,
  )
  assert.equal((await send(path, { sessionHours: '5' }, 'editor')).status, 403)
  await submit(`${to}/remove`)
  assert.deepEqual((await accessOf(ctx, page)).connections, [])
})

test('a private feed’s address is shown once, and can be revoked', async () => {
  const made = await send(`${path}/feeds`, { name: 'Wall screen' })
  const token = /token=(uf_[\w-]+)/.exec(await made.text())![1]!
  const screen = await see(path)
  shows(screen, /Wall screen/)
  hides(screen, new RegExp(token))
  const id = /feeds\/(\w+)\/revoke/.exec(screen)![1]!
  await submit(`${path}/feeds/${id}/revoke`)
  hides(await see(path), /Wall screen/)
  await submit(`${path}/sign-out`)
})
