import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KnownBlock } from '@slack/web-api'
import type { VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { aMessage } from './messages.cases.ts'
import { slack } from './slack.ts'
import { slackMessage } from './slack-blocks.ts'

test('a post is a header and rich text, of the shapes that Slack’s own types know', () => {
  const blocks: KnownBlock[] = slackMessage(
    aMessage({
      body: '## Now\n\nA **bold** word, `code` and [a link](https://a.example/).\n\n- one\n- two\n\n3. three\n\n> said',
    }),
  ).blocks
  assert.deepEqual(blocks[0], {
    type: 'header',
    text: { type: 'plain_text', text: 'Investigating: Slower responses from API', emoji: false },
  })
  const rich = blocks[1]
  assert.ok(rich?.type === 'rich_text')
  assert.deepEqual(
    rich.elements.map(({ type }) => type),
    ['rich_text_section', 'rich_text_list', 'rich_text_list', 'rich_text_quote', 'rich_text_section'],
  )
  const [body, bullets, numbers] = rich.elements
  assert.ok(
    body?.type === 'rich_text_section' && bullets?.type === 'rich_text_list' && numbers?.type === 'rich_text_list',
  )
  assert.deepEqual(body.elements.slice(0, 3), [
    { type: 'text', text: 'Now', style: { bold: true } },
    { type: 'text', text: '\n\n' },
    { type: 'text', text: 'A ' },
  ])
  assert.deepEqual(body.elements.at(-2), { type: 'link', url: 'https://a.example/', text: 'a link' })
  assert.equal(bullets.elements.length, 2)
  assert.deepEqual(Object(numbers).offset, 2)
})

test('what Slack answers', async () => {
  const cases: [VendorAnswer, string, RegExp][] = [
    [{ status: 200, body: 'ok' }, 'sent', /^200: ok$/],
    [{ status: 400, body: 'invalid_payload' }, 'refused', /invalid_payload/],
    [{ status: 400, body: 'invalid_blocks' }, 'refused', /invalid_blocks/],
    [{ status: 403, body: 'action_prohibited' }, 'refused', /action_prohibited/],
    [{ status: 403, body: 'invalid_token' }, 'permanent', /invalid_token/],
    [{ status: 404, body: 'channel_not_found' }, 'permanent', /channel_not_found/],
    [{ status: 404, body: 'no_service' }, 'permanent', /no_service/],
    [{ status: 404, body: '<html>' }, 'refused', /^404$/],
    [{ status: 410, body: 'channel_is_archived' }, 'permanent', /channel_is_archived/],
    [{ status: 500, body: 'rollup_error' }, 'transient', /rollup_error/],
  ]
  for (const [answer, result, words] of cases) {
    const { outcome } = await attempted(slack, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
    assert.match('reason' in outcome ? outcome.reason : outcome.detail, words)
  }
})

test('too many in a second: later, when Slack says', async () => {
  const { outcome } = await attempted(slack, { status: 429, headers: { 'retry-after': '30' }, body: 'rate_limited' })
  assert.deepEqual(outcome, { result: 'transient', reason: '429: rate_limited', retryAfter: 30 })
})

test('the address is asked as it is, and no other', async () => {
  const { request } = await attempted(slack, { status: 200, body: 'ok' })
  assert.equal(request.url, slack.sample.target.url)
  for (const url of [
    'http://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
    'https://hooks.slack.com.evil.example/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
    'https://hooks.slack.com@evil.example/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
    'https://hooks.slack.com/workflows/T00000000/A0/1/x',
  ])
    assert.ok(!slack.target.safeParse({ url }).success, url)
  const gov = 'https://hooks.slack-gov.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'
  assert.ok(slack.target.safeParse({ url: gov }).success)
  assert.equal(slack.host({ settings: {}, target: { url: gov } }), 'hooks.slack-gov.com')
})
