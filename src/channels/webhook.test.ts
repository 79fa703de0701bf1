import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { seededRandom } from '../test/random.ts'
import { startVendor, type VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { aMessage } from './messages.cases.ts'
import { signed } from './webhook.cases.ts'
import { newWebhookSecret, webhook } from './webhook.ts'

const { target } = webhook.sample
const other = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr'

test('what an endpoint answers', async () => {
  const cases: [VendorAnswer, string][] = [
    [{ status: 200 }, 'sent'],
    [{ status: 204 }, 'sent'],
    [{ status: 204, headers: { 'content-encoding': 'gzip' } }, 'sent'],
    [{ status: 200, headers: { 'content-encoding': 'utf-8' }, body: 'ok' }, 'sent'],
    [{ status: 301, headers: { location: 'https://elsewhere.example/' } }, 'transient'],
    [{ status: 400 }, 'transient'],
    [{ status: 401 }, 'transient'],
    [{ status: 404 }, 'transient'],
    [{ status: 410 }, 'permanent'],
    [{ status: 500 }, 'transient'],
    [{ status: 502 }, 'transient'],
    ['garbage', 'transient'],
    ['reset', 'transient'],
  ]
  for (const [answer, result] of cases) {
    const { outcome, requests } = await attempted(webhook, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
    assert.ok(!('unreachable' in outcome), 'an endpoint’s fault is nobody else’s')
    assert.ok(requests.every(({ host }) => host === 'hooks.customer.example'))
  }
  const { outcome } = await attempted(webhook, { status: 429, headers: { 'retry-after': '1000000000' } })
  assert.deepEqual(outcome, { result: 'transient', reason: '429', retryAfter: 86_400 })
})

test('the library of Standard Webhooks takes the signature, and takes nothing that was changed', async () => {
  const { request } = await attempted(webhook, { status: 200 }, { via: { now: () => new Date() } })
  assert.ok(new Webhook(target.secret).verify(request.text, request.headers))
  assert.throws(() => new Webhook(target.secret).verify(`${request.text} `, request.headers))
  assert.throws(() => new Webhook(other).verify(request.text, request.headers))
  assert.throws(() => new Webhook(target.secret).verify(request.text, { ...request.headers, 'webhook-id': 'another' }))
})

test('while a secret is changed, both sign', async () => {
  const both = { ...target, secret: other, oldSecret: target.secret }
  const { request } = await attempted(webhook, { status: 200 }, { target: both })
  assert.equal(request.headers['webhook-signature']?.split(' ').length, 2)
  assert.ok(signed(request.headers, request.text, target.secret))
  assert.ok(signed(request.headers, request.text, other))
})

test('the id stays from attempt to attempt, the time is fresh', async () => {
  const server = await startVendor({ status: 500 })
  const to = { settings: {}, target }
  const written = webhook.write(aMessage({ id: 'dlv1' }), to)
  await webhook.send(written, to, server.via())
  server.clock.advance(60_000)
  await webhook.send(written, to, server.via())
  const [first, second] = server.requests
  assert.deepEqual([first?.headers['webhook-id'], second?.headers['webhook-id']], ['dlv1', 'dlv1'])
  assert.equal(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp']), 60)
  assert.equal(first?.text, second?.text)
  assert.notEqual(first?.headers['webhook-signature'], second?.headers['webhook-signature'])
})

test('fifteen seconds, and no more of the answer than is needed', async () => {
  let asked: { timeout?: number; maxBytes?: number } = {}
  const http = async (_: string, request = {}) => {
    asked = request
    return { status: 200, headers: {}, body: Buffer.from('') }
  }
  await attempted(webhook, 'never', { via: { http } })
  assert.equal(asked.timeout, 15_000)
  assert.equal(asked.maxBytes, 1_024)
  const { outcome } = await attempted(webhook, 'endless')
  assert.equal(outcome.result, 'sent')
})

test('a body says what it is about, as data', async () => {
  const { request } = await attempted(webhook, { status: 200 })
  const { type, data } = JSON.parse(request.text)
  assert.equal(type, 'incident.created')
  assert.equal(data.incident.components[0].status, 'degraded_performance')
  assert.equal(data.incident.update.nextUpdateAt, '2026-03-02T09:31:00.000Z')
  const over = { ...aMessage().incident!, isOver: true, update: { ...aMessage().incident!.update, number: 3 } }
  assert.equal(
    JSON.parse((await attempted(webhook, { status: 200 }, { message: { incident: over } })).request.text).type,
    'incident.resolved',
  )
})

test('the body of Statuspage, for programs written for it', async () => {
  const statuspage = { ...target, format: 'statuspage' as const }
  const { request } = await attempted(webhook, { status: 200 }, { target: statuspage })
  const { meta, page, incident } = JSON.parse(request.text)
  assert.deepEqual(Object.keys(meta), ['unsubscribe', 'documentation'])
  assert.deepEqual(Object.keys(page), ['id', 'status_indicator', 'status_description'])
  assert.equal(page.status_indicator, 'minor')
  assert.equal(incident.status, 'investigating')
  assert.equal(incident.incident_updates[0].incident_id, incident.id)
  const long = { message: { body: '😀 '.repeat(9_000) }, target: statuspage }
  assert.ok((await attempted(webhook, { status: 200 }, long)).request.body.length <= 20_000)
})

test('secrets: 32 bytes of chance in the form of Standard Webhooks; shorter ones are refused', () => {
  const random = seededRandom('webhook')
  const [one, two] = [newWebhookSecret(random), newWebhookSecret(random)]
  assert.notEqual(one, two)
  assert.ok(webhook.target.safeParse({ url: target.url, secret: one }).success)
  assert.ok(new Webhook(one))
  for (const secret of ['whsec_c2hvcnQ=', 'secret', one.slice(6)])
    assert.ok(!webhook.target.safeParse({ url: target.url, secret }).success, secret)
  for (const url of ['ftp://a.example/', 'https://u:p@a.example/', 'javascript:alert(1)', 'https://a.example/\\b'])
    assert.ok(!webhook.target.safeParse({ url, secret: one }).success, url)
})

test('what a post says is written once, and says to each reader what it would by itself', () => {
  const to = { settings: {}, target }
  const first = aMessage({ body: 'Quotes: "manageUrl":"https://status.example/u/1" and \\"manageUrl\\":' })
  const same = [
    first,
    { ...first, id: 'dlv2', manage: { label: 'Choose', url: first.manage?.url.replace(/.$/, '"') ?? '' } },
    { ...first, manage: { label: 'Choose', url: 'https://status.example/u/longer-than-the-other-one-is-by-far' } },
    { ...first, manage: null },
    { ...first, body: 'Corrected.', kind: 'correction' as const },
    { ...first, heading: 'Other words' },
    { ...first, page: { ...first.page, name: 'Another' } },
    { ...first, language: 'de' },
    { ...first, because: 'you follow something else', thread: 'another', answers: 'SM1', isFirst: true as const },
    { ...first, preface: 'Said before.', facts: ['Affects another part'], short: 'Shorter' },
  ]
  for (const message of same) {
    const alone = { ...message, incident: message.incident && { ...message.incident } }
    assert.equal(webhook.write(message, to).body, webhook.write(alone, to).body)
  }
})
