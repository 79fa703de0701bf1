import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccount } from '../channel-accounts/create.ts'
import { openAccounts } from '../channel-accounts/open.ts'
import { channelOf, channels } from '../channels/index.ts'
import { changeOffer } from '../offered-channels/change.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { questionHandlers, subscriberHandlers } from './jobs.ts'
import { manageToken } from './link.ts'
import { subscriptionPages } from './public.ts'

const database = await testDatabase()
const hour = 3_600_000
/** What the page says, without when it was made. */
const said = async (answer: Response | Promise<Response>) =>
  /<main[\s\S]*<\/main>/.exec(await (await answer).text())?.[0] ?? ''

async function setUp(seed: string) {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const sent: { url: string; body: string }[] = []
  const reply = { status: 200 }
  const http: typeof base.http = async (url, request) => {
    sent.push({ url, body: String(request?.body ?? '') })
    return {
      status: reply.status,
      headers: {},
      body: Buffer.from(reply.status === 200 ? '{"ok":true,"sid":"SM1"}' : ''),
    }
  }
  const app = mount(testWeb({ base: { ...base, http } }), subscriptionPages())
  const slug = `acme-${place.page}`
  const post = (path: string, fields: Record<string, string>) =>
    app.request(`http://status.test/p/${slug}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { host: 'status.test', 'sec-fetch-site': 'same-origin', origin: 'http://status.test' },
    })
  const ask = (channel: string, fields: Record<string, string>) =>
    post('/subscribe/channel', { channel, website: '', ...fields })
  const work = () =>
    drain({ ...base, http }, database.pool, [...subscriberHandlers, ...questionHandlers(openAccounts(channels))])
  const rows = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).execute()
  return { ctx, base, clock, ...place, app, slug, sent, reply, post, ask, work, rows }
}

const slack = { 'slack.url': 'https://hooks.slack.com/services/T00000000/B00000000/nobodymayseethis' }

test('a room is asked by a message in it, with a link that leads to a button', async () => {
  const { ctx, ask, work, rows, sent, app } = await setUp('room')
  const answer = await ask('slack', slack)
  assert.equal(answer.status, 200)
  const text = await answer.text()
  assert.match(text, /Look into Slack/)
  await work()
  const [row] = await rows()
  assert.deepEqual([row?.state, row?.channel, row?.email, row?.host], ['unconfirmed', 'slack', null, 'hooks.slack.com'])
  assert.doesNotMatch(`${row?.label} ${row?.target?.toString('latin1')}`, /nobodymayseethis/)
  const link = /http:\/\/status\.test(\/[^"|\\>\s)]*subscribe\/confirm\/[\w-]+)/.exec(sent[0]!.body)?.[1]
  assert.ok(link, sent[0]!.body)
  const get = await app.request(`http://status.test${link}`, { headers: { host: 'status.test' } })
  assert.match(await get.text(), /<button type="submit">/)
  assert.equal((await rows())[0]?.state, 'unconfirmed', 'a GET changes nothing')
  await app.request(`http://status.test${link}`, {
    method: 'POST',
    body: new URLSearchParams(),
    headers: { host: 'status.test', origin: 'null' },
  })
  assert.equal((await rows())[0]?.state, 'active')
  assert.match(manageToken(ctx, (await rows())[0]!), /^[a-z0-9]{12}\./)
})

test('a room that refused us for a while comes back by its link', async () => {
  const { ctx, ask, work, rows, sent, app } = await setUp('back')
  await ask('slack', slack)
  await work()
  await ctx.db.updateTable('subscribers').set({ state: 'quarantined' }).where('org_id', '=', ctx.org).execute()
  const link = /http:\/\/status\.test(\/[^"|\\>\s)]*subscribe\/confirm\/[\w-]+)/.exec(sent[0]!.body)?.[1]
  await app.request(`http://status.test${link}`, {
    method: 'POST',
    body: new URLSearchParams(),
    headers: { host: 'status.test', origin: 'null' },
  })
  assert.equal((await rows())[0]?.state, 'active')
})

test('known or unknown, the answer is the same, and one place is asked once an hour', async () => {
  const { ask, work, rows, sent, clock, ctx } = await setUp('same')
  const first = await said(ask('slack', slack))
  await work()
  const again = await said(ask('slack', slack))
  await work()
  assert.equal(again, first)
  assert.equal(sent.length, 1)
  await ctx.db.updateTable('subscribers').set({ state: 'active' }).where('org_id', '=', ctx.org).execute()
  clock.advance(hour)
  assert.equal(await said(ask('slack', slack)), first)
  await work()
  assert.match(sent[1]!.body, /nothing to confirm/)
  await ctx.db.updateTable('subscribers').set({ state: 'suppressed' }).where('org_id', '=', ctx.org).execute()
  clock.advance(hour)
  assert.equal(await said(ask('slack', slack)), first)
  await work()
  assert.equal(sent.length, 2)
  assert.equal((await rows()).length, 1)
})

test('a webhook shows that it wants to hear by answering a test', async () => {
  const { ask, work, rows, reply, sent, clock } = await setUp('hook')
  const hook = { 'webhook.url': 'https://hooks.customer.example/status' }
  reply.status = 404
  const page = await said(ask('webhook', hook))
  assert.match(page, /asking your program/)
  assert.match(page, /whsec_/)
  await work()
  assert.deepEqual([(await rows())[0]?.state, sent.length], ['unconfirmed', 1])
  assert.match((await rows())[0]?.reason ?? '', /did not arrive: 404/)
  reply.status = 200
  clock.advance(hour)
  await ask('webhook', hook)
  await work()
  const [row] = await rows()
  assert.deepEqual([row?.state, row?.reason], ['active', null])
  assert.match(sent.at(-1)!.body, /nothing to confirm.*\/u\//s, 'its answer is its yes: it is told where to end it')
  assert.match(row?.consent_text ?? '', /Send messages about the status of Acme Cloud/)
})

test('a number gets a code of six digits: five tries, ten minutes, countries that are named', async () => {
  const { ctx, page, ask, post, work, rows, sent, clock } = await setUp('code')
  const { settings } = channelOf('twilio-sms')!.sample
  const number = { 'sms.number': '+49 151 23456789' }
  assert.equal((await ask('sms', number)).status, 422, 'no account')
  await createAccount(ctx, { key: 'twilio', kind: 'twilio-sms', settings: settings as Record<string, unknown> })
  assert.equal((await ask('sms', number)).status, 422, 'no country')
  await changeOffer(ctx, page, { countries: ['DE'] })
  assert.match(
    await said(ask('sms', { 'sms.number': '+44 7700 900123' })),
    /expected a number of DE|number that exists/,
  )
  const form = await said(ask('sms', number))
  const handle = /name="handle" value="([\w-]+)"/.exec(form)?.[1] ?? ''
  await work()
  const code = /(\d{6}) is your code/.exec(new URLSearchParams(sent[0]!.body).get('Body') ?? '')?.[1] ?? ''
  assert.match(code, /^\d{6}$/)
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  for (let i = 0; i < 5; i++)
    assert.match(await said(post('/subscribe/code', { handle, code: wrong })), /That code is not right/)
  assert.match(await said(post('/subscribe/code', { handle, code })), /That code is not right/, 'tried too often')
  clock.advance(hour)
  await ask('sms', number)
  await work()
  const next = /(\d{6}) is your code/.exec(new URLSearchParams(sent[1]!.body).get('Body') ?? '')?.[1] ?? ''
  clock.advance(11 * 60_000)
  assert.match(await said(post('/subscribe/code', { handle, code: next })), /That code is not right/, 'too old')
  clock.advance(hour)
  await ask('sms', number)
  await work()
  const last = /(\d{6}) is your code/.exec(new URLSearchParams(sent[2]!.body).get('Body') ?? '')?.[1] ?? ''
  assert.match(await said(post('/subscribe/code', { handle: 'x', code: last })), /That code is not right/)
  assert.match(
    await said(post('/subscribe/code', { handle, code: ` ${last.slice(0, 3)} ${last.slice(3)}` })),
    /You will hear from us/,
  )
  assert.equal((await rows())[0]?.state, 'active')
})

test('neighbouring numbers are admitted up to twenty an hour', async () => {
  const { ctx, page, base } = await setUp('neighbours')
  await changeOffer(ctx, page, { countries: ['DE'] })
  const { telephoneGuard } = await import('./telephone.ts')
  const guard = telephoneGuard()
  const of = { id: page, org_id: ctx.org }
  for (let i = 0; i < 20; i++) await guard.admit({ ...ctx, ...base }, of, 'sms', `+4915123456${100 + i}`)
  await assert.rejects(guard.admit(ctx, of, 'sms', '+4915123456199'), /Too many numbers/)
  await guard.admit(ctx, of, 'sms', '+4915123777199')
  await guard.admit(ctx, of, 'slack', 'whatever')
})

test('what is wrong stands beside its field, secrets are not shown again, programs fall into the trap', async () => {
  const { ask, rows, work, sent } = await setUp('wrong')
  const bad = await ask('slack', { 'slack.url': 'https://evil.example/nobodymayseethis', 'slack.name': '#status' })
  assert.equal(bad.status, 422)
  const text = await bad.text()
  assert.match(text, /id="by-slack-url-wrong" role="alert">Expected an address such as/)
  assert.match(text, /value="#status"/)
  assert.doesNotMatch(text, /nobodymayseethis/)
  assert.equal((await ask('pigeon', {})).status, 422)
  assert.match(await said(ask('slack', { ...slack, website: 'x' })), /Look into Slack/)
  await work()
  assert.deepEqual([await rows(), sent], [[], []])
})

test('who asks in a language is answered and written to in it', async () => {
  const { ask, work, rows, sent } = await setUp('german')
  assert.match(await said(ask('slack', { 'slack.url': 'x', language: 'de' })), /Das passt nicht/)
  assert.match(await said(ask('slack', { ...slack, language: 'de' })), /Sehen Sie in Slack nach/)
  await work()
  assert.equal((await rows())[0]?.language, 'de')
  assert.match(sent[0]!.body, /Jemand hat hier um Benachrichtigungen/)
})
