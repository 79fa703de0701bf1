import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { createAccount } from '../channel-accounts/create.ts'
import { hookOf } from '../channel-accounts/find.ts'
import { channels } from '../channels/index.ts'
import { twilioSms } from '../channels/twilio-sms.ts'
import { followEvent } from '../events/record.ts'
import { openIncident } from '../incidents/open.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { announce } from '../notifications/announce.ts'
import { notificationHandlers } from '../notifications/jobs.ts'
import { openPostOffice } from '../notifications/post-office.ts'
import { handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { destinationOf } from '../subscribers/destination.ts'
import { eraseSubscriber } from '../subscribers/erase.ts'
import { insertDestination } from '../subscribers/insert-destination.ts'
import { liftSuppression } from '../subscribers/suppress.ts'
import { acme } from '../test/acme.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { startVendor, type VendorAnswer } from '../test/vendor.ts'
import { replyHandlers } from './jobs.ts'

const database = await testDatabase()
const number = '+4915112345678'
const settings = { ...twilioSms.sample.settings }

/** An organization with two pages and one telephone on both, and Twilio before it and behind. */
async function setUp(seed: string) {
  const made = await installation(database, { seed, url: 'https://status.acme.example' })
  let sid = 0
  const vendor = await startVendor(
    (): VendorAnswer => ({ status: 201, body: { sid: `SM${String(++sid).padStart(32, '0')}` } }),
  )
  const http = vendor.via('api.twilio.com').http
  const [ctx, base] = [
    { ...made.ctx, http },
    { ...made.base, http },
  ]
  const account = await createAccount(ctx, { key: 'twilio', kind: 'twilio-sms', settings })
  const hook = new URL(hookOf(ctx, account) ?? '')
  const pages = [(await acme(ctx)).page, await secondPage(ctx)] as const
  const subscribers = await Promise.all(
    pages.map((page) =>
      transaction(ctx, (inside) =>
        insertDestination(inside, {
          ...{ page, choice: null, state: 'active' as const, managedBy: null },
          destination: destinationOf(inside, 'sms', { number }),
        }),
      ),
    ),
  )
  await ctx.db.updateTable('subscribers').set({ consent_at: ctx.now() }).where('org_id', '=', ctx.org).execute()
  const office = openPostOffice(base, { process: 'this-process', channels, smtpUrl: null })
  after(office.close)
  const work = () =>
    drain(base, database.pool, [
      handle(followEvent, async (inside, { event, kind }) => {
        if (kind.startsWith('update.')) await announce(inside, event)
      }),
      ...notificationHandlers(office),
      ...replyHandlers,
    ])
  /** As Twilio posts it, signed by its own library. */
  const post = (fields: Record<string, string>, signed = true) => {
    const signature = getExpectedTwilioSignature(settings.authToken, hook.href, fields)
    return made.app.request(hook.pathname, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signed ? signature : 'AAAA',
      },
    })
  }
  const says = async (Body: string, From = number) => {
    const response = await post({ From, To: '+14155552671', Body, MessageSid: 'SMx' })
    assert.equal(response.status, 200)
    await work()
  }
  const bodies = () => vendor.requests.map(({ text }) => new URLSearchParams(text).get('Body') ?? '')
  const states = async () => {
    const rows = await ctx.db.selectFrom('subscribers').select('state').where('org_id', '=', ctx.org).execute()
    return rows.map(({ state }) => state)
  }
  const open = (page: string) =>
    openIncident(ctx, { page, title: 'Slow', status: 'investigating', body: 'It is slow.' }).then(work)
  return { ...made, ctx, hook, pages, subscribers, post, says, bodies, states, open, work, vendor }
}

async function secondPage(ctx: Context): Promise<string> {
  const id = newId(ctx)
  const times = { created_at: ctx.now(), updated_at: ctx.now() }
  await ctx.db
    .insertInto('pages')
    .values({ id, org_id: ctx.org, slug: `second-${id}`, name: 'Acme Shop', time_zone: 'UTC', ...times })
    .execute()
  return id
}

// S-SMS-1
test('STOP ends every page of the organization at once, is confirmed once, and START takes it back', async () => {
  const { says, bodies, states, open, pages, ctx, subscribers } = await setUp('stop')
  await open(pages[0])
  assert.equal(bodies().length, 1)
  await says(' Stop. ')
  assert.deepEqual(await states(), ['suppressed', 'suppressed'])
  assert.match(bodies()[1] ?? '', /^Acme (Cloud|Shop): You get no more messages from us\.\nReply START/)
  await says('STOP')
  await says('unsubscribe')
  await open(pages[1])
  assert.equal(bodies().length, 2, 'one confirmation, then silence')
  await assert.rejects(liftSuppression(ctx, subscribers[0]?.id ?? ''), Conflict, 'nobody else takes it back')
  await says('start')
  assert.deepEqual(await states(), ['active', 'active'])
  assert.match(bodies()[2] ?? '', /You get our messages again/)
  await says('START')
  assert.equal(bodies().length, 3, 'there was nothing to take back')
  const kept = await ctx.db.selectFrom('replies').select(['keyword', 'label']).where('org_id', '=', ctx.org).execute()
  assert.deepEqual(kept.map(({ keyword }) => keyword).sort(), ['start', 'start', 'stop', 'stop', 'stop'])
  assert.ok(kept.every(({ label }) => label === '+49 ••• ••78'))
})

test('what no keyword is, is kept and not answered; who is erased takes it along', async () => {
  const { says, bodies, states, ctx, subscribers } = await setUp('words')
  await says('STOP PLEASE')
  assert.deepEqual([await states(), bodies()], [['active', 'active'], []])
  const kept = () => ctx.db.selectFrom('replies').select('body').where('org_id', '=', ctx.org).execute()
  assert.deepEqual(await kept(), [{ body: 'STOP PLEASE' }])
  await eraseSubscriber(ctx, subscribers[0]?.id ?? '')
  assert.deepEqual(await kept(), [])
})

test('who chose a language is answered in it, a stranger in the page’s', async () => {
  const { says, bodies, ctx } = await setUp('languages')
  await ctx.db.updateTable('subscribers').set({ language: 'de' }).where('org_id', '=', ctx.org).execute()
  await says('STOP')
  await says('START')
  await says('HILFE')
  assert.match(bodies()[0] ?? '', /: Sie erhalten keine Nachrichten mehr von uns\.\nAntworten Sie START/)
  assert.match(bodies()[1] ?? '', /: Sie erhalten unsere Nachrichten wieder\./)
  assert.match(bodies()[2] ?? '', /wenn etwas ausfällt/)
  await ctx.db.updateTable('pages').set({ language: 'fr' }).where('org_id', '=', ctx.org).execute()
  await says('AIDE', '+33612345678')
  assert.match(bodies()[3] ?? '', /quand un service tombe en panne/)
})

test('the first message to a number that no code went to says whose it is and how it ends, no other', async () => {
  const { bodies, open, pages, ctx, clock } = await setUp('first')
  await open(pages[0])
  clock.advance(60_000)
  await open(pages[0])
  await ctx.db.updateTable('subscribers').set({ confirm_sent_at: ctx.now() }).where('page_id', '=', pages[1]).execute()
  await open(pages[1])
  assert.deepEqual(
    bodies().map((body) => /Reply HELP for help, STOP to cancel\.$/.test(body)),
    [true, false, false],
  )
})

// S-SMS-2
test('HELP names the brand and where help is, a few times a day, also to a stranger', async () => {
  const { says, bodies } = await setUp('help')
  await says('help', '+33612345678')
  assert.match(bodies()[0] ?? '', /^Acme \w+: .*\nHelp:\nhttps:\/\/status\.acme\.example.*\n.*STOP to cancel\.$/s)
  for (let i = 0; i < 8; i++) await says('HELP', '+33612345678')
  assert.equal(bodies().length, 5)
})

test('a report finds its delivery: arrived, or never again', async () => {
  const { post, open, pages, states, ctx, clock, work } = await setUp('reports')
  await open(pages[0])
  const delivery = () =>
    ctx.db
      .selectFrom('deliveries')
      .select(['state', 'detail', 'receipt'])
      .where('org_id', '=', ctx.org)
      .executeTakeFirstOrThrow()
  const { receipt } = await delivery()
  assert.match(receipt ?? '', /^SM\d{32}$/)
  const MessageSid = receipt ?? ''
  assert.equal((await post({ MessageSid, MessageStatus: 'delivered' })).status, 200)
  assert.deepEqual(await delivery(), { state: 'sent', detail: 'It has arrived, says Twilio SMS.', receipt })
  // Reports of what the ledger does not know yet are looked for once more.
  await post({ MessageSid: 'SMunknown', MessageStatus: 'undelivered', ErrorCode: '30005' })
  clock.advance(61_000)
  await work()
  assert.deepEqual(await states(), ['active', 'active'])
  await post({ MessageSid, MessageStatus: 'undelivered', ErrorCode: '30007' })
  assert.deepEqual(await states(), ['active', 'active'], 'a filter is no fault of the number')
  await post({ MessageSid, MessageStatus: 'undelivered', ErrorCode: '30005' })
  assert.deepEqual([(await delivery()).state, ...(await states())], ['failed', 'suppressed', 'suppressed'])
})

test('a report that comes twice counts once; one that follows and is for good still counts', async () => {
  const { post, open, pages, states, ctx } = await setUp('repeats')
  await open(pages[0])
  const delivery = ctx.db.selectFrom('deliveries').select('receipt').where('org_id', '=', ctx.org)
  const MessageSid = (await delivery.executeTakeFirstOrThrow()).receipt ?? ''
  const bounces = async () => {
    const rows = await ctx.db.selectFrom('subscribers').select('soft_bounces').where('org_id', '=', ctx.org).execute()
    return rows.map((row) => row.soft_bounces).toSorted()
  }
  for (let i = 0; i < 6; i++) await post({ MessageSid, MessageStatus: 'undelivered', ErrorCode: '30003' })
  assert.deepEqual(
    [await bounces(), await states()],
    [
      [0, 1],
      ['active', 'active'],
    ],
  )
  await post({ MessageSid, MessageStatus: 'undelivered', ErrorCode: '30005' })
  assert.deepEqual(await states(), ['suppressed', 'suppressed'])
})

test('what was said before somebody lifted it counts no more; what is said of a later message does', async () => {
  const { post, open, pages, subscribers, states, ctx, clock } = await setUp('lifted')
  const receipts = async () =>
    (await ctx.db.selectFrom('deliveries').select('receipt').where('org_id', '=', ctx.org).orderBy('id').execute()).map(
      ({ receipt }) => receipt ?? '',
    )
  await open(pages[0])
  const [old = ''] = await receipts()
  const gone = (MessageSid: string) => post({ MessageSid, MessageStatus: 'undelivered', ErrorCode: '30005' })
  await gone(old)
  clock.advance(60_000)
  for (const { id } of subscribers) await liftSuppression(ctx, id)
  assert.deepEqual(await states(), ['active', 'active'])
  await gone(old)
  assert.deepEqual(await states(), ['active', 'active'], 'the vendor repeats itself')
  clock.advance(60_000)
  await open(pages[0])
  const later = (await receipts()).find((receipt) => receipt !== old) ?? ''
  await gone(later)
  assert.deepEqual(await states(), ['suppressed', 'suppressed'])
})

test('an address that is nobody’s, a wrong signature, a wrong form, too much', async () => {
  const { app, post, hook, states } = await setUp('refused')
  assert.equal((await app.request('/channels/twilio-sms/nobody', { method: 'POST' })).status, 404)
  assert.equal((await app.request(hook.pathname.replace('twilio', 'vonage'), { method: 'POST' })).status, 404)
  assert.equal((await post({ From: number, Body: 'STOP' }, false)).status, 401)
  const json = { method: 'POST', body: '{"Body":"STOP"}', headers: { 'content-type': 'application/json' } }
  assert.equal((await app.request(hook.pathname, json)).status, 400)
  assert.equal((await app.request(hook.pathname, { method: 'POST', body: 'x'.repeat(1_100_000) })).status, 413)
  assert.deepEqual(await states(), ['active', 'active'])
})
