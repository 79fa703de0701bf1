import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { testBase, testWeb } from '../test/web.ts'
import { mount } from './mount.ts'
import { defineForm, definePage } from './page.ts'

const path = '/console/things'
const permission = 'editor'
const routes = [
  definePage({ method: 'GET', path, permission, view: (_ctx, { flash }) => html`<p>${flash?.text}</p>` }),
  defineForm({
    method: 'POST',
    path,
    permission,
    input: z.object({}),
    run: () => ({
      to: path,
      flash: { tone: 'good', text: 'Done' },
    }),
  }),
]
const proxy = '10.0.0.1'
const installed = (url: string) =>
  mount(testWeb({ base: testBase({ settings: { ...testBase().settings, url } }), trustedProxies: [proxy] }), routes)

type Sent = { app: ReturnType<typeof installed>; from?: string; proto?: string; origin: string; cookie: string }
async function post({ app, from = proxy, proto, origin, cookie }: Sent) {
  const headers = {
    ...{ host: 'status.test', origin, cookie: `${cookie}=editor`, 'x-forwarded-for': '203.0.113.9' },
    'content-type': 'application/x-www-form-urlencoded',
    ...(proto ? { 'x-forwarded-proto': proto } : {}),
  }
  const env = { incoming: { socket: { remoteAddress: from } } }
  const answer = await app.request(`http://status.test${path}`, { method: 'POST', headers }, env)
  const [cookies = ''] = answer.headers.getSetCookie()
  return { status: answer.status, to: answer.headers.get('location'), cookies }
}

test('cookies are bound to https where a trusted proxy says that the browser came by it', async () => {
  const app = installed('http://status.test')
  const secure = await post({ app, proto: 'https', origin: 'https://status.test', cookie: '__Host-upfront' })
  assert.deepEqual([secure.status, secure.to], [303, path])
  assert.match(secure.cookies, /^__Host-upfront-flash=.*; Secure; SameSite=Lax$/)
  const plain = await post({ app, proto: 'http', origin: 'http://status.test', cookie: 'upfront' })
  assert.match(plain.cookies, /^upfront-flash=(?!.*Secure)/)
})

test('a stranger who claims https is not believed', async () => {
  const app = installed('http://status.test')
  const sent = { app, from: '203.0.113.9', proto: 'https', origin: 'http://status.test' }
  assert.match((await post({ ...sent, cookie: 'upfront' })).cookies, /^upfront-flash=(?!.*Secure)/)
  assert.equal((await post({ ...sent, cookie: '__Host-upfront' })).to, '/console/sign-in')
})

test('a console whose address says https keeps to it, whatever a proxy says', async () => {
  const app = installed('https://status.test')
  const sent = await post({ app, proto: 'http', origin: 'https://status.test', cookie: '__Host-upfront' })
  assert.match(sent.cookies, /^__Host-upfront-flash=.*; Secure/)
})

test('a page of ours that came unprotected sends no form to one that came by https', async () => {
  const app = installed('http://pages.test')
  const ask = async (sent: Partial<Sent>) =>
    (await post({ app, origin: 'http://status.test', cookie: '__Host-upfront', ...sent })).status
  assert.equal(await ask({ proto: 'https' }), 403)
  assert.equal(await ask({ proto: 'https', origin: 'https://status.test' }), 303)
  assert.equal(await ask({ proto: 'http', cookie: 'upfront' }), 303)
  // A proxy before ours took off the https: nobody else can have that origin.
  assert.equal(await ask({ proto: 'http', origin: 'https://status.test', cookie: 'upfront' }), 303)
  assert.equal(await ask({ from: '203.0.113.9', proto: 'https', cookie: 'upfront' }), 303)
})
