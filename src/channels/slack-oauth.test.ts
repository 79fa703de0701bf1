import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startVendor } from '../test/vendor.ts'
import { slackApp } from './slack-app.ts'
import { exchangeSlackCode, slackInstallUrl } from './slack-oauth.ts'

const { settings, target } = slackApp.sample
const redirect = 'https://status.acme.example/channels/slack-app/installed'

const installed = {
  ok: true,
  access_token: target.token,
  token_type: 'bot',
  scope: 'chat:write,incoming-webhook',
  team: { id: 'T00000000', name: 'Customer' },
  incoming_webhook: {
    channel: '#status',
    channel_id: 'C00000000',
    configuration_url: 'https://x.slack.com',
    url: target.url,
  },
}

test('“Add to Slack” asks for no more than to write, and carries the state', () => {
  const url = new URL(slackInstallUrl(settings, { redirect, state: 'a b&c' }))
  assert.equal(url.origin + url.pathname, 'https://slack.com/oauth/v2/authorize')
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    client_id: settings.clientId,
    scope: 'chat:write,incoming-webhook',
    redirect_uri: redirect,
    state: 'a b&c',
  })
})

test('a code becomes the channel that was chosen', async () => {
  const server = await startVendor({ body: installed })
  const exchanged = await exchangeSlackCode(settings, { redirect, code: 'c0de' }, server.via('slack.com'))
  assert.deepEqual(exchanged, { target })
  assert.deepEqual(Object.fromEntries(new URLSearchParams(server.requests[0]?.text)), {
    code: 'c0de',
    redirect_uri: redirect,
  })
  const basic = Buffer.from(`${settings.clientId}:${settings.clientSecret}`).toString('base64')
  assert.equal(server.requests[0]?.headers.authorization, `Basic ${basic}`)
})

test('anything else is an outcome without a secret', async () => {
  const server = await startVendor()
  for (const answer of [
    { body: { ok: false, error: 'invalid_code' } },
    { body: { ok: false, error: `no ${settings.clientSecret}` } },
    { body: { ...installed, incoming_webhook: undefined } },
    { body: { ...installed, incoming_webhook: { ...installed.incoming_webhook, url: 'https://evil.example/' } } },
    { body: 'null' },
    { status: 302, headers: { location: 'https://evil.example/' } },
    { status: 500 },
    'reset' as const,
  ]) {
    server.answers(answer)
    const exchanged = await exchangeSlackCode(settings, { redirect, code: 'c0de' }, server.via())
    assert.ok('outcome' in exchanged && exchanged.outcome.result !== 'sent', JSON.stringify(exchanged))
    assert.ok(!JSON.stringify(exchanged).includes(settings.clientSecret))
  }
})
