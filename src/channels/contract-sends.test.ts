import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OutboundFailed, OutboundRefused } from '../lib/outbound.ts'
import { modelVendor } from '../test/model-vendor.ts'
import { startVendor, type VendorAnswer, type VendorRequest } from '../test/vendor.ts'
import type { Channel, Outcome } from './channel.ts'
import { channels } from './index.ts'
import { aMessage } from './messages.cases.ts'
import { secretsOf, vendorOf } from './vendor.cases.ts'
import { isForTheNext } from './verdict.ts'

// What a channel makes of answers, of all that a network can do, and of attempts that are repeated.

for (const channel of channels) {
  if (channel.usesMail) continue
  const secrets = secretsOf(channel)

  test(`${channel.kind} makes an outcome of every answer, without a secret`, async () => {
    let answer: (request: VendorRequest) => VendorAnswer = () => ({})
    const server = modelVendor((request) => answer(request))
    for (const status of [200, 201, 202, 204, 400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 502, 503, 504]) {
      for (const body of [echoed, echoedAsJson, () => '', () => 'null', () => '[]', () => '{"ok":', () => '5']) {
        answer = (request) => ({ status, body: status === 204 ? '' : body(request, secrets) })
        const outcome = await sent(channel, server.via())
        isOutcome(secrets, outcome)
        if (status < 300 && body !== echoedAsJson) await isNotRepeated(channel, outcome)
        if (status >= 400) assert.notEqual(outcome.result, 'sent', `${status}: ${JSON.stringify(outcome)}`)
        if (status === 429 || status >= 500)
          assert.equal(outcome.result, 'transient', `${status}: ${JSON.stringify(outcome)}`)
      }
    }
  })

  test(`${channel.kind} waits as long as it is told, a day at most`, async () => {
    for (const [value, seconds] of [
      ['120', 120],
      ['1000000000', 86_400],
      ['Mon, 02 Mar 2026 09:01:00 GMT', 60],
    ] as const) {
      const server = modelVendor(() => ({ status: 429, headers: { 'retry-after': value } }))
      const outcome = await sent(channel, server.via())
      assert.ok(outcome.result === 'transient' && outcome.retryAfter === seconds, JSON.stringify(outcome))
    }
  })

  test(`${channel.kind} makes an outcome of a network in trouble`, async () => {
    const server = await startVendor()
    server.answers({ status: 201, headers: { 'content-encoding': 'gzip' }, body: 'not gzip' })
    await isNotRepeated(channel, await sent(channel, server.via()))
    for (const answer of ['reset', 'garbage', 'endless'] as const) {
      server.answers(answer)
      const outcome = await sent(channel, server.via())
      isOutcome(secrets, outcome)
      if (answer === 'endless') continue
      assert.equal(outcome.result, 'transient', answer)
      assert.ok(!isForTheNext(outcome), 'it may have arrived')
    }
    for (const [error, result] of [
      [new OutboundFailed('No complete answer within 10 s'), 'transient'],
      [new OutboundRefused('10.0.0.1 is a private address'), 'refused'],
    ] as const) {
      const http = () => Promise.reject(error)
      const outcome = await sent(channel, { ...server.via(), http })
      isOutcome(secrets, outcome)
      assert.equal(outcome.result, result)
    }
  })

  test(`${channel.kind} follows no redirect`, async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const server = modelVendor(() => ({ status, headers: { location: 'https://elsewhere.example/take' } }))
      const outcome = await sent(channel, server.via())
      assert.notEqual(outcome.result, 'sent', String(status))
      isOutcome(secrets, outcome)
      assert.ok(server.requests.length >= 1)
      assert.ok(server.requests.every(({ host }) => host !== 'elsewhere.example'))
    }
  })

  test(`${channel.kind} sends the same twice, and another message under another id`, async () => {
    const vendor = await vendorOf(channel)
    const server = modelVendor((request) => vendor.answer(request))
    const to = channel.sample
    assert.deepEqual(channel.write(aMessage(), to), channel.write(aMessage(), to))
    const attempt = async (id: string) => {
      server.requests.length = 0
      await channel.send(channel.write(aMessage({ id }), to), to, server.via())
      return [...server.requests]
    }
    const [first, again, other] = [
      await attempt('dlvfirst0001'),
      await attempt('dlvfirst0001'),
      await attempt('dlvother0002'),
    ]
    const lasting = vendor.lasting ?? everything
    assert.deepEqual(again.map(lasting), first.map(lasting))
    if (!vendor.idOf) return
    const id = vendor.idOf(first.at(-1)!)
    assert.ok(id)
    assert.equal(vendor.idOf(again.at(-1)!), id)
    assert.notEqual(vendor.idOf(other.at(-1)!), id)
  })
}

/** Whoever says 2xx has taken it: what they say besides, or not, is no reason to send it twice where they could not tell. */
async function isNotRepeated(channel: Channel, outcome: Outcome) {
  const { idOf } = await vendorOf(channel)
  if (idOf && outcome.result === 'transient') return
  assert.equal(outcome.result, 'sent', JSON.stringify(outcome))
}

const sent = (channel: Channel, via: Parameters<Channel['send']>[2]) =>
  channel.send(channel.write(aMessage(), channel.sample), channel.sample, via)

const everything = ({ method, url, headers, body }: VendorRequest) => ({
  method,
  url,
  headers,
  body: body.toString('base64'),
})

/** Some answers repeat what they were sent, secrets and all. */
const echoed = ({ method, url, headers, text }: VendorRequest, secrets: readonly string[]) =>
  `${method} ${url} ${JSON.stringify(headers)} ${text} ${secrets.join(' ')}`

function echoedAsJson(request: VendorRequest, secrets: readonly string[]) {
  const all = echoed(request, secrets)
  const named = {
    message: all,
    description: all,
    code: all,
    status: all,
    type: all,
    name: all,
    detail: all,
    title: all,
  }
  const errors = [{ ...named, error: all }]
  return JSON.stringify({ ...named, ok: false, error: all, errors, msg: all, error_description: all, id: all, ts: all })
}

function isOutcome(secrets: readonly string[], outcome: Outcome) {
  const words = 'reason' in outcome ? outcome.reason : outcome.detail
  const said = JSON.stringify(outcome)
  assert.ok(words.length >= 3 && words.length <= 500, said)
  assert.ok(!/[\p{Cc}\u2028\u2029]/u.test(words) && words.isWellFormed(), said)
  for (const secret of secrets) assert.ok(!said.includes(secret), `${secret} is in ${said}`)
  if ('retryAfter' in outcome && outcome.retryAfter !== undefined)
    assert.ok(outcome.retryAfter >= 0 && outcome.retryAfter <= 86_400)
  if ('receipt' in outcome && outcome.receipt) assert.ok(outcome.receipt.length <= 500)
}
