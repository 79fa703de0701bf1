import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openIncident } from '../incidents/open.ts'
import { changePage } from '../pages/change.ts'
import { handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readerAt, readingServer } from '../test/reading.ts'
import { changeAccess } from './change.ts'
import { signEverybodyOut } from './end.ts'
import { mailLink, mailLinkJob } from './mail.ts'

const database = await testDatabase()
const { ctx, base, clock } = await testContext(database, { seed: 'private' })
const place = await acme(ctx)
const { dataDir, publisher, origin } = await readingServer(base)
const home = `/p/acme-${place.page}`
const incident = await openIncident(ctx, {
  page: place.page,
  title: 'Card payments fail',
  status: 'investigating',
  body: 'Nobody but customers knows of it.',
  components: { payments: 'partial_outage' },
})
await publisher.reconcile()

// S-CACHE-1, S-CACHE-4: whatever the address looks like to a cache.
test('a page that turns private is gone from the published folder, and strangers see one door everywhere', async () => {
  const reader = readerAt(origin)
  assert.equal((await reader.get(`${home}/incidents/${incident.id}`)).status, 200)
  await publisher.settled()
  assert.ok(existsSync(join(dataDir, 'published', `acme-${place.page}`, 'index.html')))
  await changeAccess(ctx, place.page, { private: true, password: 'vermilion tractor', ranges: ['203.0.113.0/24'] })
  await publisher.reconcile()
  await publisher.settled()
  assert.ok(!readdirSync(join(dataDir, 'published')).some((name) => name.startsWith('acme')))
  const paths = [
    '/',
    `/incidents/${incident.id}`,
    '/incidents/nothing00000',
    '/history',
    '/subscribe',
    '/nope',
    '/index.html',
    '/history/',
    '/sign-in',
    '/embed.html',
    '/private.css/x',
    '/history/x.css',
    '/?cb=1',
    '/history?x=.css',
  ]
  const answers = await Promise.all(paths.map(async (path) => said(await reader.get(home + path))))
  assert.equal(new Set(answers).size, 1, [...new Set(answers)].join('\n---\n'))
  assert.match(answers[0]!, /^401/)
  assert.match(answers[0]!, /cache-control: private, no-store/)
  assert.doesNotMatch(answers[0]!, /Card payments|set-cookie|access-control|etag/)
  const files = [
    '/api/v2/summary.json',
    '/api/v2/nothing.json',
    '/history.rss',
    '/feed.json',
    '/calendar.ics',
    '/badge.svg',
    '/events',
    '/embed',
    '/embed.json',
    '/nothing.rss',
    '/x.js',
    '/history;.js',
    '/history%2F..%2Fa.png',
  ]
  const told = await Promise.all(files.map(async (path) => said(await reader.get(home + path))))
  assert.equal(new Set(told).size, 1, [...new Set(told)].join('\n---\n'))
  assert.match(told[0]!, /^401/)
})

// S-CACHE-1
test('the password lets in, for this page alone, and nothing is anybody’s cache', async () => {
  const reader = readerAt(origin)
  const wrong = await reader.post(`${home}/sign-in/password`, { password: 'another one' })
  assert.equal(wrong.status, 422)
  assert.match(await wrong.text(), /This is not the password/)
  const right = await reader.post(
    `${home}/sign-in/password`,
    { password: 'vermilion tractor' },
    { referer: `${origin}${home}/incidents/${incident.id}` },
  )
  assert.equal(right.status, 303, await right.text())
  assert.equal(right.headers.get('location'), `${home}/incidents/${incident.id}`)
  const cookie = right.headers.get('set-cookie')!
  assert.match(cookie, /^upfront-reader-\w+=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.match(right.headers.get('cache-control')!, /no-store/)
  for (const path of ['/', `/incidents/${incident.id}`, '/api/v2/summary.json', '/history.rss', '/calendar.ics']) {
    const answer = await reader.get(home + path)
    assert.equal(answer.status, 200, path)
    assert.equal(answer.headers.get('cache-control'), 'private, no-store', path)
    assert.equal(answer.headers.get('set-cookie'), null)
    assert.equal(answer.headers.get('access-control-allow-origin'), null)
    assert.match(answer.headers.get('vary')!, /Cookie/)
  }
  assert.match(await (await reader.get(home)).text(), /Card payments/)
  const missing = await reader.get(`${home}/incidents/nothing00000`)
  assert.equal(missing.status, 404)
  assert.equal(missing.headers.get('cache-control'), 'private, no-store')
})

test('whoever was let in searches the page, and the answer is for them alone', async () => {
  const reader = readerAt(origin)
  assert.equal((await reader.get(`${home}/search?q=payments`)).status, 401)
  await reader.post(`${home}/sign-in/password`, { password: 'vermilion tractor' })
  const answer = await reader.get(`${home}/search?q=payments`)
  assert.match(await answer.text(), new RegExp(`/incidents/${incident.id}`))
  assert.equal(answer.headers.get('cache-control'), 'private, no-store')
  assert.equal(answer.headers.get('cross-origin-resource-policy'), 'same-origin')
  assert.equal(answer.headers.get('referrer-policy'), 'same-origin')
  assert.match(answer.headers.get('content-security-policy')!, /frame-ancestors 'none'/)
})

test('a cookie that was changed, is of another page or too old opens nothing', async () => {
  const reader = readerAt(origin)
  await reader.post(`${home}/sign-in/password`, { password: 'vermilion tractor' })
  const [name, value] = [...reader.cookies][0]!
  const [text, tag] = value.split('.')
  const session = JSON.parse(Buffer.from(text!, 'base64url').toString())
  const status = async (cookie: string) => (await readerAt(origin).get(home, { cookie: `${name}=${cookie}` })).status
  assert.equal(await status(value), 200)
  const forged = Buffer.from(JSON.stringify({ ...session, staff: true })).toString('base64url')
  for (const bad of [`${forged}.${tag}`, `${text}.`, text!, `${text}.${'A'.repeat(43)}`, 'x', `${value}.x`, '%00'])
    assert.equal(await status(bad), 401, bad)
  clock.advance(168 * 3_600_000)
  assert.equal(await status(value), 401)
})

test('signing out, a new password and signing everybody out end sessions on the next request', async () => {
  const enter = async (password: string) => {
    const reader = readerAt(origin)
    assert.equal((await reader.post(`${home}/sign-in/password`, { password })).status, 303)
    const cookie = [...reader.cookies].map(([name, value]) => `${name}=${value}`).join()
    return { ...reader, replay: async () => (await readerAt(origin).get(home, { cookie })).status }
  }
  const [one, two] = [await enter('vermilion tractor'), await enter('vermilion tractor')]
  assert.deepEqual([await one.replay(), await two.replay()], [200, 200])
  assert.equal((await one.post(`${home}/sign-out`)).status, 303)
  assert.equal(one.cookies.size, 0)
  await publisher.reconcile()
  assert.deepEqual([await one.replay(), await two.replay()], [401, 200])
  await changeAccess(ctx, place.page, { password: 'cobalt lighthouse' })
  await publisher.reconcile()
  assert.equal(await two.replay(), 401)
  const three = await enter('cobalt lighthouse')
  await signEverybodyOut(ctx, place.page)
  await publisher.reconcile()
  assert.equal(await three.replay(), 401)
})

test('a network is let in by the address that a trusted proxy names, and by nothing that a stranger claims', async () => {
  assert.equal((await readerAt(origin, { ip: '203.0.113.9' }).get(home)).status, 200)
  assert.equal((await readerAt(origin, { ip: '203.0.114.9' }).get(home)).status, 401)
  assert.equal((await readerAt(origin, { ip: '203.0.113.9, 198.51.100.7' }).get(home)).status, 401)
  const claimed = { 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9', 'client-ip': '203.0.113.9' }
  assert.equal((await readerAt(origin).get(home, claimed)).status, 401)
})

test('where no mail can leave no link is promised, and none waits to be sent when it is too old', async () => {
  await changeAccess(ctx, place.page, { addresses: ['@customer.example'] })
  const cannot = { ...base, settings: { ...base.settings, mailFrom: null } }
  const { origin } = await readingServer(cannot)
  const answer = await readerAt(origin).post(`${home}/sign-in/mail`, { email: 'pat@customer.example', language: 'de' })
  assert.match(await answer.text(), /<h1 class="page-title">Es kann noch kein Link verschickt werden<\/h1>/)
  assert.equal(await drain(base, database.pool, [handle(mailLinkJob, mailLink)]).then(links), 0)
})

const links = async () => {
  const { count } = await ctx.db
    .selectFrom('access_links')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

test('a mailed link leads to a button, works once, and nobody learns from the form who may sign in', async () => {
  await changeAccess(ctx, place.page, { addresses: ['@customer.example', 'kim@partner.example'] })
  await publisher.reconcile()
  const ask = async (email: string) => {
    const answer = await readerAt(origin).post(`${home}/sign-in/mail`, { email, next: '/elsewhere' })
    return `${answer.status} ${(await answer.text()).replaceAll(email, 'ADDRESS')}`
  }
  const addresses = ['pat@customer.example', 'kim@partner.example', 'lee@partner.example', 'eve@sub.customer.example']
  const answers = new Set(await Promise.all(addresses.map(ask)))
  assert.equal(answers.size, 1)
  await drain(base, database.pool, [handle(mailLinkJob, mailLink)])
  const letters = await ctx.db
    .selectFrom('letters')
    .select(['recipient', 'body'])
    .where('org_id', '=', ctx.org)
    .execute()
  assert.deepEqual(letters.map((one) => one.recipient).sort(), ['kim@partner.example', 'pat@customer.example'])
  const body = letters.find((one) => one.recipient.startsWith('pat'))!.body
  const path = /http:\/\/status\.test(\S*\/sign-in\/link\/[\w-]+)/.exec(body)![1]!
  const reader = readerAt(origin)
  for (const _ of [1, 2, 3]) {
    const looked = await reader.get(path)
    assert.match(await looked.text(), /Sign in as <bdi>pat@customer.example/)
    assert.equal(looked.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(reader.cookies.size, 0)
  }
  const used = await reader.post(path, {}, { origin: 'null', 'sec-fetch-site': 'same-origin' })
  assert.equal(used.status, 303, await used.text())
  assert.equal((await reader.get(home)).status, 200)
  assert.match(await (await readerAt(origin).post(path)).text(), /does not work any more/)
})

test('open redirects lead to the front page', async () => {
  const wishes = [
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    '/p/other/',
    `${home}/../../console`,
    `${home}evil`,
    `${home}/sign-in/you`,
    '/\t/evil.example',
    '/%2F/evil.example',
    'javascript:alert(1)',
  ]
  for (const next of wishes) {
    const answer = await readerAt(origin).post(`${home}/sign-in/password`, { password: 'cobalt lighthouse', next })
    assert.equal(answer.headers.get('location'), `${home}/`, next)
  }
})

test('in a page of several languages nothing shows what exists either, and the door speaks the reader’s', async () => {
  await changePage(ctx, place.page, { languages: ['en', 'de'] })
  await publisher.reconcile()
  await publisher.settled()
  const german = { 'accept-language': 'de' }
  const paths = ['/', '/history', '/nothing', '/de/history', '/de/nothing', `/incidents/${incident.id}`, '/fr']
  const answers = await Promise.all(paths.map(async (path) => said(await readerAt(origin).get(home + path, german))))
  assert.equal(new Set(answers).size, 1, [...new Set(answers)].join('\n---\n'))
  assert.match(answers[0]!, /<html lang="de"/)
  const [, action] = /action="([^"]*\/sign-in\/password)"/.exec(answers[0]!)!
  assert.equal((await readerAt(origin).post(action!, { password: 'cobalt lighthouse' })).status, 303)
  const wrong = await readerAt(origin).post(action!, { password: 'cobalt', language: 'de' })
  assert.match(await wrong.text(), /<html lang="de"[\s\S]*Das ist nicht das Passwort dieser Seite/)
  await readerAt(origin).post(`${home}/sign-in/mail`, { email: 'lou@customer.example', language: 'de' })
  await drain(base, database.pool, [handle(mailLinkJob, mailLink)])
  const letter = await ctx.db
    .selectFrom('letters')
    .selectAll()
    .where('recipient', '=', 'lou@customer.example')
    .execute()
  assert.match(letter.map(({ subject, body }) => subject + body).join(), /Ihr Link zur Statusseite[\s\S]*20 Minuten/)
})

const said = async (answer: Response) => {
  const headers = [...answer.headers].filter(([name]) => !['date', 'keep-alive', 'connection'].includes(name))
  return `${answer.status}\n${headers.map((pair) => pair.join(': ')).join('\n')}\n${await answer.text()}`
}
