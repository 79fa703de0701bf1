import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPage } from '../pages/create.ts'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { addSubscriber } from './add.ts'
import { unsubscribe } from './change.ts'
import { subscriberPages } from './console.ts'
import { findSubscriber } from './find.ts'
import { wishesOf } from './preferences.ts'
import { suppress } from './suppress.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const add = async (email: string, confirmed = true) =>
    (await addSubscriber(ctx, { page: place.page, email, components: null, confirmed })).subscriber!.id
  return { ctx, clock, place, add, ...testConsole(ctx, subscriberPages) }
}

const letters = async (recipient: string) =>
  (await database.db.selectFrom('letters').select('id').where('recipient', '=', recipient).execute()).length

test('people are added: asked by mail first, or vouched for', async () => {
  const { ctx, place, see, submit } = await setUp('add')
  shows(await see('/console/subscribers'), /Nobody follows yet.*Add a subscriber/s)
  const base = { page: place.page, components: [place.us] }
  const asked = await submit('/console/subscribers/new', { ...base, email: 'Pat@asked.example', way: 'ask' })
  assert.equal(await letters('Pat@asked.example'), 1)
  shows(await see(asked), /Not confirmed.*API · US.*Ask again by mail/s)
  const vouched = await submit('/console/subscribers/new', {
    page: place.page,
    email: 'kim@asked.example',
    way: 'vouch',
  })
  const page = await see(vouched)
  shows(page, /Active.*everything.*“Alice vouches that this address agreed\.”/s)
  shows(page, /Nothing yet/)
  const list = await see('/console/subscribers')
  shows(list, /Active 1.*Not confirmed 1/s)
  assert.equal((await findSubscriber(ctx, vouched.split('/').at(-1)!)).state, 'active')
})

test('search finds a part of an address, and a whole one by its hash even after it was erased', async () => {
  const { add, see, submit } = await setUp('search')
  const gone = await add('gone@search.example')
  await add('stays@search.example')
  shows(await see('/console/subscribers?q=stays@'), /stays@search\.example/)
  hides(await see('/console/subscribers?q=stays@'), /gone@/)
  shows(await see(`/console/subscribers/${gone}`), /0 rows of the ledger stay, without a name/)
  await submit(`/console/subscribers/${gone}/erase`)
  const found = await see('/console/subscribers?q=GONE@search.example')
  shows(found, new RegExp(`${gone}" class="row-link">erased`))
  hides(found, /stays@/)
  shows(await see('/console/subscribers?q=nobody@search.example'), /Nobody has that address/)
  hides(await see(`/console/subscribers/${gone}`), /gone@|Unsubscribe/)
})

test('what is wrong stands beside its field, and an address that left is left alone', async () => {
  const { place, add, refused, submit, see } = await setUp('wrong')
  const wrong = await refused('/console/subscribers/new', {
    page: place.page,
    email: 'two words',
    way: 'ask',
    components: [place.us],
  })
  shows(wrong, /id="f-email-error">Expected one address/)
  shows(wrong, /value="two words"/)
  shows(wrong, new RegExp(`value="${place.us}" checked`))
  const id = await add('lee@wrong.example')
  await submit(`/console/subscribers/${id}/unsubscribe`)
  shows(await see(`/console/subscribers/${id}`), /Unsubscribed.*by Alice/s)
  const again = await refused('/console/subscribers/new', {
    page: place.page,
    email: 'lee@wrong.example',
    way: 'vouch',
  })
  shows(again, /id="f-email-error">It is left alone\. It unsubscribed\. Only its owner can come back/)
})

test('what somebody hears about is changed; asking again too soon is told', async () => {
  const { ctx, clock, place, add, see, send, submit } = await setUp('change')
  const id = await add('kim@change.example')
  await submit(`/console/subscribers/${id}/choice`, { components: [place.us, place.payments] })
  shows(await see(`/console/subscribers/${id}`), /API · US and Card payments/)
  const added = await addSubscriber(ctx, {
    page: place.page,
    email: 'new@change.example',
    components: null,
    confirmed: false,
    ask: true,
  })
  const early = await send(`/console/subscribers/${added.subscriber!.id}/resend`)
  assert.equal(early.status, 429)
  shows(await early.text(), /asked a short time ago/)
  clock.advance(3_700_000)
  await submit(`/console/subscribers/${added.subscriber!.id}/resend`)
  assert.equal(await letters('new@change.example'), 2)
})

test('refused mail is said clearly, and lifted by a person', async () => {
  const { ctx, add, see, submit } = await setUp('refused')
  const id = await add('full@refused.example')
  await suppress(ctx, { email: 'full@refused.example', reason: '550 no such user' })
  shows(await see(`/console/subscribers/${id}`), /Takes no messages.*550 no such user.*Write to it again/s)
  shows(await see('/console/subscribers?state=suppressed'), /full@refused\.example/)
  await submit(`/console/subscribers/${id}/lift`)
  assert.equal((await findSubscriber(ctx, id)).state, 'active')
})

test('with several pages each says whose it is, and the switch chooses', async () => {
  const { ctx, place, add, see } = await setUp('pages')
  await add('a@pages.example')
  const other = await createPage(ctx, { slug: 'other-subs', name: 'Other page' })
  await addSubscriber(ctx, { page: other.id, email: 'b@pages.example', components: null, confirmed: true })
  shows(await see('/console/subscribers'), /a@pages\.example.*Acme Cloud/s)
  const one = await see('/console/subscribers?page=other-subs')
  shows(one, /b@pages\.example/)
  hides(one, /a@pages\.example/)
  shows(await see('/console/subscribers/new?page=other-subs'), new RegExp(`name="page" value="${other.id}"`))
  assert.ok(place)
})

test('roles: addresses are not for viewers, an editor changes, an admin erases', async () => {
  const { add, see, send, look } = await setUp('roles')
  const id = await add('a@roles.example')
  for (const path of ['/console/subscribers', `/console/subscribers/${id}`])
    assert.equal((await look(path, 'viewer')).status, 403)
  hides(await see(`/console/subscribers/${id}`, 'editor'), /Erase/)
  assert.equal((await send(`/console/subscribers/${id}/unsubscribe`, {}, 'viewer')).status, 403)
  assert.equal((await send(`/console/subscribers/${id}/erase`, {}, 'editor')).status, 403)
})

test('labels and the lock are set, and a reader’s wish to leave is shown', async () => {
  const { ctx, add, see, submit } = await setUp('marks')
  const id = await add('list@marks.example')
  await submit(`/console/subscribers/${id}/marks`, { labels: 'partner, gold,', locked: 'on' })
  const row = () => ctx.db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  assert.deepEqual([(await row()).labels, (await row()).locked], [['gold', 'partner'], true])
  await unsubscribe({ ...ctx, actor: { kind: 'reader', name: 'a subscriber' } }, id)
  assert.equal((await row()).state, 'active')
  for (const wanted of [/gold, partner/, /Asked to leave/]) shows(await see(`/console/subscribers/${id}`), wanted)
  await submit(`/console/subscribers/${id}/marks`, { labels: '' })
  assert.deepEqual([(await row()).labels, (await row()).locked], [[], false])
})

test('an operator sets all that a reader can, in the same form, and the change is an event', async () => {
  const { ctx, place, add, see, submit, refused } = await setUp('wishes')
  const id = await add('kim@wishes.example')
  const chosen = {
    all: 'yes',
    components: [place.us],
    kinds: ['incident', 'notice'],
    phases: 'last',
    leastImpact: 'major',
    language: 'de',
    digest: 'weekly',
    quietFrom: '22:00',
    quietUntil: '07:00',
    quietZone: 'Europe/Berlin',
    monthlySummary: 'yes',
  }
  await submit(`/console/subscribers/${id}/choice`, chosen)
  assert.deepEqual(wishesOf(await findSubscriber(ctx, id)), {
    kinds: ['incident', 'notice'],
    phases: 'last',
    leastImpact: 'major',
    tags: [],
    language: 'de',
    digest: 'weekly',
    quietHours: { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin', exceptCritical: false },
    monthlySummary: true,
    incident: null,
  })
  const page = await see(`/console/subscribers/${id}`)
  shows(page, /value="notice" checked/)
  hides(page, /value="maintenance" checked/)
  shows(page, /<option value="weekly" selected>/)
  shows(page, /name="quietZone"[^>]* value="Europe\/Berlin"/)
  const events = await ctx.db.selectFrom('events').select('kind').where('subject_id', '=', id).execute()
  assert.equal(events.filter(({ kind }) => kind === 'subscriber.changed').length, 1)
  const wrong = { ...chosen, quietZone: 'Mars/Phobos' }
  shows(await refused(`/console/subscribers/${id}/choice`, wrong), /id="f-quietZone-error">Expected an IANA time zone/)
  const half = await refused(`/console/subscribers/${id}/choice`, { ...chosen, quietUntil: '' })
  shows(half, /id="f-quietUntil-error">/)
})

test('a channel without room for a digest is offered none', async () => {
  const { ctx, place, see, refused } = await setUp('no-digest')
  const target = { url: 'https://hooks.customer.example/status', secret: `whsec_${'A'.repeat(32)}` }
  const entry = { page: place.page, channel: 'webhook', target, components: null, confirmed: true }
  const { subscriber } = await addSubscriber(ctx, entry)
  hides(await see(`/console/subscribers/${subscriber!.id}`), /name="digest"|name="monthlySummary"/)
  const forged = { all: 'yes', phases: 'all', digest: 'daily' }
  shows(
    await refused(`/console/subscribers/${subscriber!.id}/choice`, forged),
    /by Webhook, each message goes by itself/,
  )
})

test('other channels are added with what they need; a number is asked, or somebody says how it agreed', async () => {
  const { ctx, place, see, submit, refused } = await setUp('ways')
  const form = await see('/console/subscribers/new?channel=slack')
  shows(form, /name="target\.url"/)
  hides(form, /name="email"|name="target\.token"/)
  const slack = { 'target.url': 'https://hooks.slack.com/services/T00000000/B00000000/nobodymayseethis' }
  const base = { page: place.page, channel: 'slack', way: 'vouch' }
  const to = await submit('/console/subscribers/new', { ...base, ...slack, labels: 'ops', how: 'Their ticket 42' })
  shows(await see(to), /Active.*“Alice vouches that this address agreed: Their ticket 42”.*value="ops"/s)
  shows(await refused('/console/subscribers/new', { ...base, 'target.url': 'x' }), /id="f-target\.url-error"/)
  const sms = { page: place.page, channel: 'sms', 'target.number': '+4915123456789' }
  shows(await refused('/console/subscribers/new', { ...sms, way: 'vouch' }), /id="f-how-error">Expected how the owner/)
  const asked = await submit('/console/subscribers/new', { ...sms, way: 'ask' })
  shows(await see(asked), /Not confirmed.*The code that they got/s)
  const id = asked.split('/').at(-1)!
  await submit(`/console/subscribers/${id}/code`, { code: '000000' })
  assert.equal((await findSubscriber(ctx, id)).state, 'unconfirmed')
})
