import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WebClient } from '@slack/web-api'
import { startVendor, type VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { aMessage } from './messages.cases.ts'
import { slackApp } from './slack-app.ts'

const good = { body: { ok: true, channel: 'C00000000', ts: '1503435956.000247' } }
const no = (error: string) => ({ body: { ok: false, error } })

test('what Slack answers to an app', async () => {
  const cases: [VendorAnswer, string][] = [
    [good, 'sent'],
    [no('is_archived'), 'permanent'],
    [no('msg_too_long'), 'refused'],
    [no('msg_blocks_too_long'), 'refused'],
    [no('invalid_blocks'), 'refused'],
    [no('internal_error'), 'transient'],
    [no('ratelimited'), 'transient'],
    [{ status: 503 }, 'transient'],
  ]
  for (const [answer, result] of cases) {
    const { outcome, requests } = await attempted(slackApp, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
    assert.equal(requests.length, 1)
  }
  const busy = { status: 429, headers: { 'retry-after': '7' }, body: { ok: false, error: 'ratelimited' } }
  assert.deepEqual((await attempted(slackApp, busy)).outcome, { result: 'transient', reason: '429', retryAfter: 7 })
})

test('where the bot may not speak, the webhook does, and says whether the app is still there', async () => {
  for (const error of ['not_in_channel', 'channel_not_found', 'account_inactive', 'invalid_auth', 'token_revoked']) {
    const server = await startVendor([no(error), { status: 200, body: 'ok' }])
    const to = slackApp.sample
    const outcome = await slackApp.send(slackApp.write(aMessage(), to), to, server.via())
    assert.equal(outcome.result, 'sent', error)
    assert.deepEqual(
      server.requests.map(({ host }) => host),
      ['slack.com', 'hooks.slack.com'],
    )
    server.answers([no(error), { status: 404, body: 'no_service' }])
    assert.equal((await slackApp.send(slackApp.write(aMessage(), to), to, server.via())).result, 'permanent')
  }
})

test('the first post is the thread’s; the next answers it', async () => {
  const first = await attempted(slackApp, good)
  assert.ok(first.outcome.result === 'sent' && first.outcome.receipt === '1503435956.000247')
  assert.doesNotMatch(first.request.text, /thread_ts/)
  const next = await attempted(slackApp, good, { message: { answers: '1503435956.000247' } })
  assert.match(next.request.text, /"thread_ts":"1503435956\.000247"/)
  const foreign = await attempted(slackApp, good, { message: { answers: 'spaces/x/messages/y' } })
  assert.doesNotMatch(foreign.request.text, /thread_ts/)
})

test('without a token of its own, a channel is reached by its webhook', async () => {
  const { url } = slackApp.sample.target
  const { requests, outcome } = await attempted(slackApp, { status: 200, body: 'ok' }, { target: { url } })
  assert.equal(outcome.result, 'sent')
  assert.deepEqual(
    requests.map(({ host }) => host),
    ['hooks.slack.com'],
  )
})

test('Slack’s own client sends the same', async () => {
  const server = await startVendor(good)
  const to = slackApp.sample
  const { body } = slackApp.write(aMessage(), to)
  await slackApp.send({ text: '', body, thread: null }, to, server.via())
  const client = new WebClient(to.target.token, { slackApiUrl: `${server.url}/api/`, retryConfig: { retries: 0 } })
  await client.chat.postMessage({ ...body, channel: 'C00000000' })
  const [ours, theirs] = server.requests
  assert.equal(theirs?.path, ours?.path)
  assert.equal(theirs?.headers.authorization, ours?.headers.authorization)
  const form = new URLSearchParams(theirs?.text)
  const { blocks, text, channel } = Object(ours?.json)
  assert.deepEqual(JSON.parse(form.get('blocks') ?? ''), blocks)
  assert.deepEqual([form.get('text'), form.get('channel')], [text, channel])
})
