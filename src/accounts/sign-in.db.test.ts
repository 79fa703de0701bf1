import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { visitor } from '../test/visitor.ts'
import { changeUser } from './change-user.ts'
import { inviteUser } from './invite.ts'
import { sessionLife } from './sessions.ts'
import { setPasswordByLink } from './set-password.ts'

const database = await testDatabase()
const { app, ctx, clock, accounts } = await installation(database)
const password = 'vermilion tractor'
let places = 0

/** A person of their own for each test, and a browser in a place of its own. */
async function person(role: 'viewer' | 'admin' = 'admin') {
  const email = `p${++places}@example.com`
  const { user, link } = await inviteUser(ctx, { email, role })
  await setPasswordByLink(ctx, accounts.passwords, { token: link.split('/').at(-1) ?? '', password })
  return { user, email, browser: elsewhere() }
}
const elsewhere = () => visitor(app, { ip: `198.51.100.${++places}` })
const isIn = async (browser: ReturnType<typeof visitor>) => (await browser.get('/api/v1/me')).status === 200

test('signing in begins a session, whose cookie is ours alone', async () => {
  const { email, browser, user } = await person()
  const response = await browser.post('/console/sign-in', {
    email: email.toUpperCase(),
    password,
    next: '/console/rules?x=1',
  })
  assert.deepEqual([response.status, response.headers.get('location')], [303, '/console/rules?x=1'])
  const [cookie] = response.headers.getSetCookie()
  assert.match(cookie ?? '', /^upfront=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.deepEqual(await (await browser.get('/api/v1/me')).json(), {
    kind: 'user',
    id: user.id,
    name: user.name,
    role: 'admin',
  })
  const kept = await ctx.db.selectFrom('sessions').selectAll().where('user_id', '=', user.id).execute()
  assert.equal(JSON.stringify(kept).includes(browser.cookies.get('upfront') ?? ''), false)
})

test('over https the cookies are bound to the host', async () => {
  const secure = await installation(database, { seed: 'secure', url: 'https://status.test' })
  const { link } = await inviteUser(secure.ctx, { email: 'secure@example.com', role: 'owner' })
  const browser = visitor(secure.app)
  const response = await browser.post(new URL(link).pathname, { password }, { origin: 'https://status.test' })
  assert.equal(response.status, 303)
  for (const cookie of response.headers.getSetCookie())
    assert.match(cookie, /^__Host-upfront(-device)?=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  assert.match(response.headers.get('strict-transport-security') ?? '', /max-age=\d{8}/)
})

test('a session that was there before is not taken over, and ends', async () => {
  const { email, browser } = await person()
  await browser.post('/console/sign-in', { email, password })
  const old = browser.cookies.get('upfront') ?? ''
  await browser.post('/console/sign-in', { email, password })
  assert.notEqual(browser.cookies.get('upfront'), old)
  const replay = elsewhere()
  replay.cookies.set('upfront', old)
  assert.equal(await isIn(replay), false)
  const planted = elsewhere()
  planted.cookies.set('upfront', 'attacker')
  await planted.post('/console/sign-in', { email, password })
  assert.notEqual(planted.cookies.get('upfront'), 'attacker')
})

test('one answer for an unknown address, a wrong password and a disabled person', async () => {
  const { email } = await person()
  const gone = await person()
  await changeUser(ctx, gone.user.id, { disabled: true })
  const answers = []
  for (const fields of [
    { email: 'nobody@example.com', password },
    { email, password: 'another guess' },
    { email: gone.email, password },
    { email, password: 'x'.repeat(100_000) },
  ]) {
    const response = await elsewhere().post('/console/sign-in', fields)
    const text = (await response.text()).replace(fields.email, '')
    answers.push(`${response.status} ${[...response.headers].join()} ${text}`)
    assert.equal(text.includes(fields.password.slice(0, 50)), false)
  }
  assert.match(answers[0] ?? '', /^422 .*The e-mail address or the password is wrong/s)
  assert.equal(new Set(answers).size, 1)
  const failures = await ctx.db.selectFrom('events').selectAll().where('kind', '=', 'user.sign_in_failed').execute()
  assert.equal(failures.length, 4)
  assert.doesNotMatch(JSON.stringify(failures), /nobody@|vermilion/)
})

test('guesses are slowed by account, without locking out a browser that was in before', async () => {
  const { email, browser } = await person()
  await browser.post('/console/sign-in', { email, password })
  await browser.post('/console/sign-out')
  const statuses = []
  for (let i = 0; i < 12; i++)
    statuses.push((await elsewhere().post('/console/sign-in', { email, password: `guess${i}` })).status)
  assert.deepEqual(statuses, [...Array(10).fill(422), 429, 429])
  const refused = await elsewhere().post('/console/sign-in', { email, password })
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  assert.equal((await browser.post('/console/sign-in', { email, password })).status, 303)
})

test('guesses are slowed by place, whatever X-Forwarded-For says', async () => {
  const one = elsewhere()
  const statuses = new Map<number, number>()
  for (let i = 0; i < 60; i++) {
    const fields = { email: `p${i}@nowhere.example`, password }
    const { status } = await one.post('/console/sign-in', fields, { 'x-forwarded-for': `203.0.113.${i}` })
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  assert.deepEqual(
    [...statuses],
    [
      [422, 50],
      [429, 10],
    ],
  )
})

test('a session ends by itself, unused or old, and by signing out', async () => {
  const { email, browser } = await person()
  await browser.post('/console/sign-in', { email, password })
  clock.advance(sessionLife.idle - 1000)
  assert.equal(await isIn(browser), true)
  clock.advance(sessionLife.idle - 1000)
  assert.equal(await isIn(browser), true)
  clock.advance(sessionLife.idle + 1000)
  assert.equal(await isIn(browser), false)
  await browser.post('/console/sign-in', { email, password })
  for (let used = 0; used < sessionLife.absolute; used += sessionLife.idle / 2) {
    assert.equal(await isIn(browser), true)
    clock.advance(sessionLife.idle / 2)
  }
  assert.equal(await isIn(browser), false)
  await browser.post('/console/sign-in', { email, password })
  const old = browser.cookies.get('upfront') ?? ''
  assert.equal((await browser.post('/console/sign-out')).headers.get('location'), '/console/sign-in')
  assert.equal(browser.cookies.has('upfront'), false)
  browser.cookies.set('upfront', old)
  assert.equal(await isIn(browser), false)
})

test('after signing in nobody is sent to another site', async () => {
  const { email, browser } = await person()
  for (const next of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/console/../..//evil',
    '/api',
    '/consoleX',
    '/console/\t',
    '',
  ])
    for (const sent of [await browser.post('/console/sign-in', { email, password, next })]) {
      const location = sent.headers.get('location') ?? ''
      assert.equal(new URL(location, 'http://status.test').origin, 'http://status.test', next)
      assert.match(location, /^\/console/, next)
    }
})
