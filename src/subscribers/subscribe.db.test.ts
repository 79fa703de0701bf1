import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context } from '../lib/context.ts'
import { Conflict, InvalidInput, NotFound, TooMany } from '../lib/errors.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { addSubscriber } from './add.ts'
import { changeSubscription, resubscribe, unsubscribe } from './change.ts'
import { choiceOf } from './choice.ts'
import { confirmSubscriber, readConfirmation } from './confirm.ts'
import { eraseSubscriber } from './erase.ts'
import { findSubscriber, subscriberAt } from './find.ts'
import { asReader, followManageLink, manageToken } from './link.ts'
import { quarantine } from './quarantine.ts'
import { purgeUnconfirmed, removeSubscriber } from './remove.ts'
import { resendConfirmation } from './send-confirmation.ts'
import { subscribe } from './subscribe.ts'
import { liftSuppression, noteBounce, suppress } from './suppress.ts'

const database = await testDatabase()
const hour = 3_600_000
const ip = '192.0.2.7'

async function setUp(seed: string) {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  // Limits are counted over the whole database: every test has people of its own.
  const pat = `pat.${seed.replace(' ', '-')}@customer.example`
  const ask = (email = pat, components: string[] | null = null) =>
    subscribe(ctx, { page: place.page, email, components })
  const at = async (email = pat) => (await subscriberAt(ctx, place.page, email))!
  return { ctx, base, clock, ...place, pat, ask, at }
}

const letters = (ctx: Context) =>
  ctx.db.selectFrom('letters').selectAll().where('org_id', '=', ctx.org).orderBy('created_at').orderBy('id').execute()
const lastToken = async (ctx: Context) =>
  /\/subscribe\/confirm\/([\w-]{43})/.exec(
    (await letters(ctx)).findLast((l) => l.body.includes('/confirm/'))!.body,
  )![1]!
const events = async (ctx: Context, subject: string) =>
  (await ctx.db.selectFrom('events').select('kind').where('subject_id', '=', subject).orderBy('id').execute()).map(
    (e) => e.kind,
  )

test('a subscriber is asked by mail, and told only after the button', async () => {
  const { pat, ctx, base, ask, at, us } = await setUp('opt-in')
  await ask(pat, [us])
  assert.equal((await at()).state, 'unconfirmed')
  const [letter] = await letters(ctx)
  assert.deepEqual([letter?.recipient, letter?.sender, letter?.kind], [pat, 'Acme Cloud', 'confirmation'])
  assert.match(letter!.body, /You would hear about API · US/)
  const token = await lastToken(ctx)
  assert.match((await readConfirmation(base, token))!.text, /Acme Cloud.*API · US/)
  assert.equal((await at()).state, 'unconfirmed', 'looking at the link changes nothing')
  const confirmed = await confirmSubscriber(base, token, ip)
  assert.equal(confirmed.state, 'active')
  assert.deepEqual(confirmed.consent_at, ctx.now())
  assert.match(confirmed.consent_text!, /Acme Cloud.*API · US/)
  assert.equal(confirmed.consent_ip_hash!.length, 32)
  assert.deepEqual(await choiceOf(ctx, confirmed), [us])
  await assert.rejects(confirmSubscriber(base, token, ip), NotFound, 'a link works once')
  assert.deepEqual(await events(ctx, confirmed.id), ['subscriber.created', 'subscriber.confirmed'])
})

test('a link dies after 72 hours, and when a newer one is sent', async () => {
  const { ctx, base, clock, ask } = await setUp('expiry')
  await ask()
  const first = await lastToken(ctx)
  clock.advance(2 * hour)
  await ask()
  assert.equal(await readConfirmation(base, first), null)
  const second = await lastToken(ctx)
  clock.advance(73 * hour)
  await assert.rejects(confirmSubscriber(base, second, ip), NotFound)
})

test('one mailbox gets one mail an hour for a page and five a day in all, by whatever name', async () => {
  const { ctx, clock, ask } = await setUp('bombing')
  const other = await setUp('bombing elsewhere')
  for (const tag of ['', '+a', '+b', '+c']) await ask(`victim${tag}@customer.example`)
  assert.equal((await letters(ctx)).length, 1)
  await other.ask('VICTIM@customer.example')
  assert.equal((await letters(other.ctx)).length, 1)
  for (let i = 0; i < 8; i++) {
    clock.advance(hour + 1)
    await ask(`victim+${i}@customer.example`)
  }
  assert.equal((await letters(ctx)).length, 4)
  clock.advance(24 * hour)
  await ask('victim@customer.example')
  assert.equal((await letters(ctx)).length, 5)
})

test('many at once get one mail', async () => {
  const { ctx, ask } = await setUp('race')
  await Promise.all(Array.from({ length: 8 }, () => ask()))
  assert.equal((await letters(ctx)).length, 1)
})

test('who is a subscriber already learns it by mail, and nothing changes', async () => {
  const { pat, ctx, ask, at, page, us } = await setUp('known')
  await addSubscriber(ctx, { page, email: pat, components: [us], confirmed: true })
  await ask(pat, null)
  const [letter] = await letters(ctx)
  assert.match(letter!.subject, /You already get status updates/)
  assert.ok(letter!.body.includes(`http://status.test/u/${manageToken(ctx, await at())}`))
  assert.deepEqual(await choiceOf(ctx, await at()), [us])
})

test('an address that bounced is never written to; one that unsubscribed may come back by itself', async () => {
  const { pat, ctx, base, ask, at, page } = await setUp('back')
  await suppress(ctx, { email: 'gone@customer.example', reason: '550 5.1.1 <gone@customer.example> unknown' })
  await ask('gone@customer.example')
  assert.deepEqual([await letters(ctx), await subscriberAt(ctx, page, 'gone@customer.example')], [[], undefined])
  const { subscriber } = await addSubscriber(ctx, { page, email: pat, components: null, confirmed: true })
  await unsubscribe(ctx, subscriber!.id)
  await unsubscribe(ctx, subscriber!.id)
  await ask()
  assert.equal((await at()).state, 'unsubscribed', 'until the link is used')
  await confirmSubscriber(base, await lastToken(ctx), ip)
  assert.equal((await at()).state, 'active')
  assert.equal((await events(ctx, subscriber!.id)).filter((kind) => kind === 'subscriber.unsubscribed').length, 1)
})

test('the organization cannot bring anybody back', async () => {
  const { ctx, at, page } = await setUp('left alone')
  const add = (email: string, ctxOf = ctx) => addSubscriber(ctxOf, { page, email, components: null, confirmed: true })
  const file: Context = { ...ctx, actor: { kind: 'file', name: 'upfront.yaml' } }
  const emails = ['a', 'b', 'c', 'd'].map((name) => `${name}@customer.example`)
  const [a, b, c, d] = await Promise.all(emails.map(async (email) => (await add(email, file)).subscriber!.id))
  await unsubscribe(asReader(ctx, ctx.org), a!)
  await suppress(ctx, { email: emails[1]!, reason: 'It complained.' })
  await eraseSubscriber(ctx, c!)
  await removeSubscriber(file, d!)
  const outcomes = []
  for (const email of emails) outcomes.push((await add(email, file)).outcome)
  assert.deepEqual(outcomes, ['left_alone', 'left_alone', 'left_alone', 'changed'])
  assert.deepEqual(await Promise.all([a, b, c, d].map(async (id) => (await findSubscriber(ctx, id!)).state)), [
    'unsubscribed',
    'suppressed',
    'erased',
    'active',
  ])
  assert.equal((await add(emails[3]!, file)).outcome, 'unchanged', 'applying twice changes nothing')
  assert.equal((await at(emails[3]!)).managed_by, 'upfront.yaml')
  await resubscribe(asReader(ctx, ctx.org), a!)
  assert.equal((await findSubscriber(ctx, a!)).state, 'active', 'but the reader can take it back')
})

test('who refuses messages and then unsubscribes is not brought back by others', async () => {
  const { ctx, base, ask, at } = await setUp('quarantined')
  await ask()
  const { id } = await confirmSubscriber(base, await lastToken(ctx), ip)
  await quarantine(ctx, { id, reason: '5 messages were refused' })
  await unsubscribe(asReader(base, ctx.org), id)
  assert.equal((await at()).state, 'unsubscribed')
  await assert.rejects(liftSuppression(ctx, id), Conflict)
})

test('who unsubscribes while it is suppressed stays away once that is lifted, and may take it back', async () => {
  const { pat, ctx, base, ask, at, page } = await setUp('meanwhile')
  await ask()
  const { id } = await confirmSubscriber(base, await lastToken(ctx), ip)
  await suppress(ctx, { email: pat, reason: '550 5.1.1' })
  await unsubscribe(ctx, id)
  assert.equal((await at()).state, 'suppressed', 'an operator ends nothing that is ended')
  await unsubscribe(asReader(base, ctx.org), id)
  assert.equal((await at()).state, 'unsubscribed')
  await assert.rejects(liftSuppression(ctx, id), Conflict)
  await resubscribe(asReader(base, ctx.org), id)
  assert.deepEqual([(await at()).state, (await at()).reason], ['suppressed', '550 5.1.1'])
  await liftSuppression(ctx, id)
  assert.equal((await at()).state, 'active')
  assert.equal((await at()).page_id, page)
})

test('erasure leaves no trace of the address', async () => {
  const { pat, ctx, base, page, ask, at } = await setUp('erase')
  await ask()
  await confirmSubscriber(base, await lastToken(ctx), ip)
  const { id } = await at()
  const token = manageToken(ctx, await at())
  await eraseSubscriber(ctx, id)
  assert.equal(await followManageLink(base, token), null)
  for (const table of ['subscribers', 'letters', 'events', 'deliveries', 'suppressions'] as const) {
    const rows = await ctx.db.selectFrom(table).selectAll().where('org_id', '=', ctx.org).execute()
    assert.doesNotMatch(JSON.stringify(rows), /pat\.erase|consent_text":"/)
  }
  assert.equal(
    (await addSubscriber(ctx, { page, email: pat, components: null, confirmed: true })).outcome,
    'left_alone',
  )
  await ask()
  assert.equal((await letters(ctx)).length, 0, 'the limit on mails holds after erasure too')
})

test('those who never confirm are forgotten after seven days', async () => {
  const { pat, ctx, clock, page, ask, at } = await setUp('purge')
  await ask()
  await addSubscriber(
    { ...ctx, actor: { kind: 'file', name: 'f' } },
    { page, email: 'file@customer.example', components: null, confirmed: false },
  )
  clock.advance(6.9 * 24 * hour)
  assert.equal(await purgeUnconfirmed(ctx), 0)
  clock.advance(0.2 * 24 * hour)
  assert.equal(await purgeUnconfirmed(ctx), 1)
  assert.equal(await subscriberAt(ctx, page, pat), undefined)
  assert.equal((await at('file@customer.example')).state, 'unconfirmed')
})

test('an operator asks again, within the limit; a file asks nobody', async () => {
  const { pat, ctx, clock, page } = await setUp('resend')
  const { subscriber } = await addSubscriber(ctx, { page, email: pat, components: null, confirmed: false })
  assert.equal((await letters(ctx)).length, 0)
  await resendConfirmation(ctx, subscriber!.id)
  await assert.rejects(
    resendConfirmation(ctx, subscriber!.id),
    (error) => error instanceof TooMany && error.retryAfter === 3600,
  )
  clock.advance(hour)
  await resendConfirmation(ctx, subscriber!.id)
  assert.equal((await letters(ctx)).length, 2)
})

test("a choice is of this page's components, named with their place", async () => {
  const { pat, ctx, ask, at, us, payments, page } = await setUp('choice')
  const elsewhere = await setUp('choice elsewhere')
  await assert.rejects(
    ask(pat, ['api-us', elsewhere.payments]),
    (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/components/1',
  )
  const { subscriber } = await addSubscriber(ctx, { page, email: pat, components: ['api-us'], confirmed: true })
  await changeSubscription(ctx, subscriber!.id, { components: [payments, us, 'payments'] })
  assert.deepEqual(await choiceOf(ctx, await at()), [us, payments].sort())
  await changeSubscription(ctx, subscriber!.id, { components: null })
  assert.equal(await choiceOf(ctx, await at()), null)
})

test("a manage link is one subscriber's, until it is voided", async () => {
  const { ctx, base, page } = await setUp('links')
  const a = (await addSubscriber(ctx, { page, email: 'a@x.example', components: null, confirmed: true })).subscriber!
  const b = (await addSubscriber(ctx, { page, email: 'b@x.example', components: null, confirmed: true })).subscriber!
  const token = manageToken(ctx, a)
  assert.equal(token.length, 35)
  assert.equal((await followManageLink(base, token))?.subscriber.id, a.id)
  for (const bad of [
    token.replace(a.id, b.id),
    `${token}x`,
    token.slice(0, -1),
    a.id,
    '',
    '.',
    `${a.id}.`,
    'x'.repeat(5000),
  ])
    assert.equal(await followManageLink(base, bad), null)
  await ctx.db.updateTable('subscribers').set({ link_version: 2 }).where('id', '=', a.id).execute()
  assert.equal(await followManageLink(base, token), null)
})

test('the fifth refusal in 14 days suppresses, an old one does not count', async () => {
  const { pat, ctx, clock, page, at } = await setUp('bounces')
  const { subscriber } = await addSubscriber(ctx, { page, email: pat, components: null, confirmed: true })
  await noteBounce(ctx, subscriber!.id, '552 full')
  clock.advance(15 * 24 * hour)
  for (let i = 0; i < 4; i++) await noteBounce(ctx, subscriber!.id, '552 full')
  assert.equal((await at()).state, 'active')
  await noteBounce(ctx, subscriber!.id, `552 ${pat} full`)
  assert.equal((await at()).state, 'suppressed')
  assert.deepEqual((await events(ctx, subscriber!.id)).at(-1), 'subscriber.suppressed')
})
