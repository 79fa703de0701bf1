import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardedOutbound } from '../lib/guarded-fetch.ts'
import { startVendor } from '../test/vendor.ts'
import { aMessage } from './messages.cases.ts'
import { readPush, vendor } from './web-push.cases.ts'
import { webPush } from './web-push.ts'

const to = webPush.sample
const pushed = webPush.write(aMessage(), to)

// S-PUSH-1.
test('what the push service says becomes of the subscription', async () => {
  for (const [status, result] of [
    [201, 'sent'],
    [404, 'permanent'],
    [410, 'permanent'],
    [403, 'permanent'],
    [429, 'transient'],
    [500, 'transient'],
  ] as const) {
    const server = await startVendor({ status, headers: { 'retry-after': '90' } })
    const outcome = await webPush.send(pushed, to, server.via())
    assert.equal(outcome.result, result, String(status))
    if (outcome.result === 'transient') assert.equal(outcome.retryAfter, 90)
  }
})

test('one that is too large for this service is sent again, shorter', async () => {
  const server = await startVendor([{ status: 413 }, { status: 201 }])
  const long = webPush.write(aMessage({ body: 'word '.repeat(4000) }), to)
  assert.equal((await webPush.send(long, to, server.via())).result, 'sent')
  const [first, second] = server.requests.map(readPush)
  assert.ok(first && second && second.body.length < 1000 && first.body.length > 3000)
  assert.equal(second.title, first.title)
})

test('an endpoint that leads into our own network is not asked', async () => {
  for (const endpoint of [
    'https://127.0.0.1/push',
    'https://[::1]/push',
    'https://169.254.169.254/x',
    'https://localhost/x',
  ]) {
    const via = { http: guardedOutbound({ allow: [] }), now: () => new Date(), random: Buffer.alloc }
    const outcome = await webPush.send(pushed, { ...to, target: { ...to.target, endpoint } }, via)
    assert.equal(outcome.result, 'refused', endpoint)
  }
  for (const endpoint of ['http://push.example/x', 'file:///etc/passwd', 'https://a:b@push.example/x', 'push'])
    assert.ok(!webPush.target.safeParse({ ...to.target, endpoint }).success, endpoint)
})

test('a newer message about one incident takes the place of an older one, and of no other', async () => {
  const server = await startVendor((request) => vendor.answer(request))
  const send = (thread: string) => webPush.send(webPush.write(aMessage({ thread }), to), to, server.via())
  for (const thread of ['one', 'one', 'two']) assert.equal((await send(thread)).result, 'sent')
  const [a, b, c] = server.requests.map(({ headers }) => headers.topic)
  assert.ok(a === b && a !== c)
})
