import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccount } from '../channel-accounts/create.ts'
import { twilioSms } from '../channels/twilio-sms.ts'
import { newId } from '../lib/id.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { replyPages } from './console.ts'

const database = await testDatabase()

test('the console shows what readers wrote back, newest first, and without the keywords where asked', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'replies-console' })
  const { see } = testConsole(ctx, replyPages)
  const account = await createAccount(ctx, { key: 'sms', kind: 'twilio-sms', settings: twilioSms.sample.settings })
  shows(await see('/console/replies'), /Nobody has written back/)
  for (const [body, keyword] of [
    ['Is it <b>over</b>?', null],
    ['STOP', 'stop'],
  ] as const) {
    clock.advance(1000)
    const row = {
      id: newId(ctx),
      org_id: ctx.org,
      account_id: account.id,
      channel: 'sms',
      label: '+49 ••• ••78',
      from_hash: Buffer.alloc(32),
    }
    await ctx.db
      .insertInto('replies')
      .values({ ...row, body, keyword, created_at: ctx.now() })
      .execute()
  }
  const all = await see('/console/replies')
  assert.match(all, /Asked to end the messages[\s\S]*Is it &lt;b&gt;over&lt;\/b&gt;\?/)
  shows(all, /\+49 ••• ••78/)
  const words = await see('/console/replies?only=words')
  shows(words, /Kept for you to read/)
  hides(words, /Asked to end/)
})
