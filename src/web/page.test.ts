import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict, Forbidden, InvalidInput, TooMany } from '../lib/errors.ts'
import { html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { testBase, testWeb } from '../test/web.ts'
import { several, ticked } from './fields.ts'
import { mount } from './mount.ts'
import { defineForm, definePage } from './page.ts'

const done: unknown[] = []
const form = (path: string, more: object = {}) =>
  defineForm({
    method: 'POST',
    path,
    permission: 'editor',
    input: z.strictObject({ name: z.string().max(5), loud: ticked, parts: several(z.string()) }),
    run: async (_ctx, { fields }) => {
      if (fields.name === 'taken') throw new Conflict('Taken.')
      if (fields.name === 'quick') throw new TooMany('Slow down.', 7)
      if (fields.name === 'mine') throw new InvalidInput('No.', [{ pointer: '/name', detail: 'not this' }])
      if (fields.name === 'no') throw new Forbidden('Not you.')
      done.push(fields)
      return { to: '/console/things', flash: { tone: 'good', text: 'Done <b>' } }
    },
    invalid: async (_ctx, { values }, problems) =>
      html`<p>${JSON.stringify(values)}</p>${problems.map((one) => html`<i>${one.pointer} ${one.detail}</i>`)}`,
    ...more,
  })
const routes = [
  form('/console/things'),
  form('/console/link', { permission: 'public', secretLink: true }),
  form('/console/open', { permission: 'public' }),
  form('/u/one-click', { permission: 'public', from: 'anywhere' }),
  definePage({
    method: 'GET',
    path: '/console/things',
    permission: 'viewer',
    query: z.object({ q: z.string().max(3).default('') }),
    view: (ctx, { flash, query }) => html`<h1>${ctx.actor.name} ${query.q}</h1>${flash && html`<p>${flash.text}</p>`}`,
  }),
]
const app = mount(testWeb(), routes)
const own = 'http://127.0.0.1:3000'

type Sent = { path?: string; body?: string | FormData; headers?: Record<string, string>; cookie?: string }
const post = ({
  path = '/console/things',
  body = 'name=x',
  headers = { origin: own },
  cookie = 'upfront=editor',
}: Sent = {}) =>
  app.request(`http://127.0.0.1:3000${path}`, {
    method: 'POST',
    body,
    headers: {
      host: '127.0.0.1:3000',
      cookie,
      ...(typeof body === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...headers,
    },
  })

test('a form does its work, and the next page says so once', async () => {
  const response = await post({ body: 'name=x&loud=on&parts=a&parts=b' })
  assert.deepEqual([response.status, response.headers.get('location')], [303, '/console/things'])
  assert.deepEqual(done.at(-1), { name: 'x', loud: true, parts: ['a', 'b'] })
  const [flash = ''] = (response.headers.getSetCookie()[0] ?? '').split(';')
  const page = await app.request('/console/things?utm=1', { headers: { cookie: `upfront=viewer; ${flash}` } })
  assert.match(await page.text(), /<p>Done &lt;b&gt;<\/p>/)
  assert.match(page.headers.getSetCookie()[0] ?? '', /^upfront-flash=; Max-Age=0/)
  const forged = `upfront-flash=${Buffer.from('{"tone":"good","text":"evil"}').toString('base64url')}.x`
  const other = await app.request('/console/things', { headers: { cookie: `upfront=viewer; ${forged}` } })
  assert.doesNotMatch(await other.text(), /evil/)
})

test('what is wrong shows the form again with what was typed', async () => {
  for (const [name, status, said] of [
    ['too long', 422, '/name expected at most 5 characters'],
    ['mine', 422, '/name not this'],
    ['taken', 409, ' Taken.'],
    ['quick', 429, ' Slow down.'],
  ] as const) {
    const response = await post({ body: new URLSearchParams({ name }).toString() })
    const text = await response.text()
    assert.equal(response.status, status, text)
    assert.ok(text.includes(`<i>${said}`) && text.includes(`&quot;name&quot;:&quot;${name}&quot;`), text)
  }
  assert.equal((await post({ body: 'name=no' })).status, 403)
  assert.equal((await post({ body: 'name=%00' })).status, 422)
  assert.equal((await post({ body: `name=${'x'.repeat(1024 * 1024)}` })).status, 413)
})

test('another site sends no form with our cookies', async () => {
  const before = done.length
  const foreign: Record<string, string>[] = [
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://evil.127.0.0.1:3000' },
    { origin: 'http://127.0.0.1:3001' },
    { origin: own, 'sec-fetch-site': 'cross-site' },
    { origin: own, 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ]
  for (const headers of foreign) {
    assert.equal((await post({ headers })).status, 403, JSON.stringify(headers))
    const multipart = new FormData()
    multipart.set('name', 'x')
    assert.equal((await post({ headers, body: multipart })).status, 403)
    assert.equal((await post({ headers: { ...headers, 'content-type': 'text/plain' } })).status, 403)
  }
  assert.equal(done.length, before)
  assert.equal((await post({ headers: { 'sec-fetch-site': 'same-origin' } })).status, 303)
  assert.equal((await post({ headers: { origin: own, 'sec-fetch-site': 'same-origin' } })).status, 303)
  assert.equal((await app.request('/console/things?name=x', { headers: { cookie: 'upfront=editor' } })).status, 200)
})

test("a link's page may come without an origin, one click from nowhere at all", async () => {
  const link = { path: '/console/link', cookie: '' }
  assert.equal((await post({ ...link, headers: { origin: 'null' } })).status, 303)
  assert.equal((await post({ ...link, headers: { origin: 'https://evil.example' } })).status, 403)
  assert.equal((await post({ ...link, headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } })).status, 403)
  const sent = await post({ ...link, headers: { origin: own } })
  assert.equal(sent.headers.get('referrer-policy'), 'no-referrer')
  const multipart = new FormData()
  multipart.set('name', 'x')
  assert.equal((await post({ path: '/u/one-click', cookie: '', headers: {}, body: multipart })).status, 303)
})

test('a program without cookies may send what anybody may', async () => {
  const open = { path: '/console/open', cookie: '', headers: {} }
  assert.equal((await post(open)).status, 303)
  assert.equal((await post({ ...open, cookie: 'upfront-theme=dark' })).status, 403)
  assert.equal((await post({ ...open, headers: { origin: 'https://evil.example' } })).status, 403)
  assert.equal((await post({ cookie: '', headers: {} })).headers.get('location'), '/console/sign-in')
})

test('who is not signed in is asked to, and comes back; a token does not open pages', async () => {
  const headers = { authorization: 'Bearer owner' }
  const page = await app.request('/console/things', { headers })
  assert.deepEqual([page.status, page.headers.get('location')], [303, '/console/sign-in?next=%2Fconsole%2Fthings'])
  assert.equal((await post({ cookie: '' })).headers.get('location'), '/console/sign-in')
  assert.equal((await post({ cookie: 'upfront=viewer' })).status, 403)
})

// S-XSS-3
test('headers of the console', async () => {
  const { headers } = await app.request('/console/things', { headers: { cookie: 'upfront=viewer' } })
  const policy = headers.get('content-security-policy') ?? ''
  for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
    assert.ok(policy.includes(part), part)
  assert.doesNotMatch(policy, /unsafe|\*|http:/)
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('strict-transport-security'), null)
})

// S-XSS-6
test('with a host of their own, console and API are nowhere else', async () => {
  const settings = { ...testBase().settings, url: 'https://status.example', consoleUrl: 'https://console.example' }
  const apart = mount(testWeb({ base: testBase({ settings }) }), routes)
  const at = async (host: string) =>
    (await apart.request('/console/things', { headers: { host, cookie: '__Host-upfront=viewer' } })).status
  assert.deepEqual([await at('console.example'), await at('console.example:443')], [200, 200])
  assert.deepEqual([await at('status.example'), await at('evil.example'), await at('')], [404, 404, 404])
})
