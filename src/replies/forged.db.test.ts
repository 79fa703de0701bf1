import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccount } from '../channel-accounts/create.ts'
import { hookOf } from '../channel-accounts/find.ts'
import { channels } from '../channels/index.ts'
import { acme } from '../test/acme.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'

const database = await testDatabase()
const email = 'pat@customer.example'

const sns = {
  Type: 'Notification',
  MessageId: 'm',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:mail',
  Message: JSON.stringify({ eventType: 'Bounce', mail: { messageId: 'm' } }),
  Timestamp: '2035-03-01T10:00:00.000Z',
  SignatureVersion: '2',
  Signature: 'AAAA',
  SigningCertURL: 'https://sns.eu-west-1.evil.example/SimpleNotificationService-0.pem',
}
const form = new URLSearchParams({ From: '+4915112345678', msisdn: '4915112345678', Body: 'STOP', text: 'STOP' })

/** What the vendor sends, signed by nobody or by somebody else. */
const forged: Record<string, unknown> = {
  mailgun: {
    signature: { timestamp: '2056000000', token: 'f00d'.repeat(12), signature: 'a'.repeat(64) },
    'event-data': { event: 'failed', severity: 'permanent', reason: 'bounce', recipient: email },
  },
  sendgrid: [{ event: 'bounce', email, type: 'bounce', reason: '550' }],
  postmark: { RecordType: 'Bounce', Type: 'HardBounce', MessageID: 'm', Email: email },
  ses: sns,
  'sns-sms': sns,
  telegram: { update_id: 1, message: { message_id: 1, chat: { id: 5 }, text: 'STOP' } },
  whatsapp: { object: 'whatsapp_business_account', entry: [] },
}

test('what comes to the hook of an account without its vendor’s signature is answered with 401, of every kind', async () => {
  const { app, ctx } = await installation(database, { seed: 'forged', url: 'https://status.acme.example' })
  await acme(ctx)
  const hearing = channels.filter((channel) => channel.hear)
  assert.ok(hearing.length >= 11)
  const statuses: Record<string, number> = {}
  for (const { kind, sample } of hearing) {
    const settings = { ...(sample.settings as Record<string, unknown>) }
    const account = await createAccount(ctx, { key: kind, kind, settings })
    const { pathname } = new URL(hookOf(ctx, account) ?? '')
    const isJson = kind in forged
    const response = await app.request(pathname, {
      method: 'POST',
      body: isJson ? JSON.stringify(forged[kind]) : form.toString(),
      headers: { 'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded' },
    })
    statuses[kind] = response.status
  }
  assert.deepEqual(statuses, Object.fromEntries(hearing.map(({ kind }) => [kind, 401])))
  for (const table of ['suppressions', 'replies'] as const) {
    const rows = await ctx.db.selectFrom(table).select('created_at').where('org_id', '=', ctx.org).execute()
    assert.deepEqual(rows, [], table)
  }
})
