import assert from 'node:assert/strict'
import { test } from 'node:test'
import { removeComponent } from '../components/remove.ts'
import { connect } from '../db/connect.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { addSubscriber } from './add.ts'
import { unsubscribe } from './change.ts'
import { choiceOf } from './choice.ts'
import { findSubscriber, subscriberAt } from './find.ts'
import { subscriberHandlers } from './jobs.ts'
import { manageToken } from './link.ts'
import { subscriptionPages } from './public.ts'
import { suppress } from './suppress.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, base } = await testContext(database, { seed })
  const place = await acme(ctx)
  const slug = `acme-${place.page}`
  const app = mount(testWeb({ base }), subscriptionPages())
  const fromPage = { 'sec-fetch-site': 'same-origin', origin: 'http://status.test' }
  const post = (
    path: string,
    fields: Record<string, string> | string[][],
    headers: Record<string, string> = fromPage,
  ) =>
    app.request(`http://status.test${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { host: 'status.test', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  const get = (path: string) => app.request(`http://status.test${path}`, { headers: { host: 'status.test' } })
  const email = `pat@${seed}.example`
  const signUp = (fields: Record<string, string> = {}, headers?: Record<string, string>) =>
    post(`/p/${slug}/subscribe`, { email, website: '', ...fields }, headers)
  const work = () => drain(base, database.pool, subscriberHandlers)
  const at = async (address = email) => subscriberAt(ctx, place.page, address)
  const active = async () =>
    (await addSubscriber(ctx, { page: place.page, email, components: null, confirmed: true })).subscriber!
  return { ctx, base, app, ...place, slug, post, get, email, signUp, work, at, active }
}

test('a page that cannot send mail yet says so, and keeps the letter until it can', async () => {
  const { ctx, base, slug, at, work } = await setUp('later')
  const app = mount(testWeb({ base: { ...base, settings: { ...base.settings, mailFrom: null } } }), subscriptionPages())
  const answer = await app.request(`http://status.test/p/${slug}/subscribe`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'pat@later.example', website: '' }),
    headers: { host: 'status.test', 'sec-fetch-site': 'same-origin', origin: 'http://status.test' },
  })
  assert.equal(answer.status, 200)
  const text = await answer.text()
  assert.match(text, /cannot send mail yet.*pat@later\.example/s)
  assert.doesNotMatch(text, /We have written|spam/)
  await work()
  assert.equal((await at())!.state, 'unconfirmed')
  assert.equal((await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute()).length, 1)
})

test('from the form to the first word, without a cookie', async () => {
  const { ctx, app, signUp, work, at, get, post, us, page } = await setUp('journey')
  const answer = await signUp({ components: us })
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), /Look into your mail/)
  assert.equal(answer.headers.get('set-cookie'), null)
  await work()
  const { body } = await ctx.db
    .selectFrom('letters')
    .select('body')
    .where('org_id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  const path = /Confirm: http:\/\/[^/]+(\S+)/.exec(body)![1]!
  for (const _ of [1, 2, 3]) await get(path)
  assert.equal((await at())!.state, 'unconfirmed', 'looking changes nothing')
  const question = await get(path)
  assert.match(await question.text(), /I want to hear about API · US/)
  assert.equal(question.headers.get('referrer-policy'), 'no-referrer')
  assert.equal(question.headers.get('cache-control'), 'no-store')
  const yes = await post(path, {}, { origin: 'null', 'sec-fetch-site': 'same-origin' })
  assert.match(await yes.text(), /Your address is confirmed/)
  assert.deepEqual([(await at())!.state, (await at())!.page_id], ['active', page])
  for (const again of [await get(path), await post(path, {}, { origin: 'null', 'sec-fetch-site': 'same-origin' })])
    assert.match(await again.text(), /You have confirmed this already/)
  await unsubscribe(ctx, (await at())!.id)
  assert.match(await (await get(path)).text(), /This link does not work any more/, 'it confirms nothing a second time')
  const dead = await app.request(`http://status.test${path}`, { headers: { 'accept-language': 'ar' } })
  assert.match(await dead.text(), /<html lang="ar" dir="rtl">[\s\S]*لم يعد هذا الرابط يعمل/)
})

test('nobody learns from the form whether an address is known', async () => {
  const { ctx, app, signUp, active, page, email } = await setUp('oracle')
  await active()
  await suppress(ctx, { email: 'gone@oracle.example', reason: 'bounced' })
  await addSubscriber(ctx, { page, email: 'wait@oracle.example', components: null, confirmed: false })
  const answers = []
  for (const address of [email, 'gone@oracle.example', 'wait@oracle.example', 'new@oracle.example']) {
    const answer = await signUp({ email: address })
    answers.push([answer.status, (await answer.text()).replaceAll(address, 'X')])
  }
  assert.deepEqual(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1)
  assert.ok(app)
})

test('what is wrong is said beside the form, with what was typed', async () => {
  const { signUp, post, slug, us } = await setUp('wrong')
  const answer = await signUp({ email: '"><script>@x', components: us })
  const body = await answer.text()
  assert.equal(answer.status, 422)
  assert.match(body, /Enter one whole e-mail address/)
  assert.match(body, /value="&quot;&gt;&lt;script&gt;@x"/)
  assert.match(body, new RegExp(`value="${us}" checked`))
  assert.equal((await signUp({ components: 'nothing' })).status, 422)
  assert.equal((await post('/p/nowhere/subscribe', { email: 'a@b.example' })).status, 404)
  assert.equal(
    (
      await post(
        `/p/${slug}/subscribe`,
        { email: 'a@b.example' },
        { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' },
      )
    ).status,
    403,
  )
})

test('a program that fills in everything is thanked and forgotten', async () => {
  const { signUp, work, at } = await setUp('trap')
  assert.equal((await signUp({ website: 'http://spam.example' })).status, 200)
  await work()
  assert.equal(await at(), undefined)
})

test('ten sign-ups from one place, then a rest', async () => {
  const { signUp } = await setUp('limit')
  const statuses = []
  for (let i = 0; i < 11; i++) statuses.push((await signUp({ email: `n${i}@limit.example` })).status)
  assert.deepEqual(statuses, [...Array(10).fill(200), 429])
  assert.ok(Number((await signUp()).headers.get('retry-after')) > 14_000)
})

for (const kind of ['urlencoded', 'multipart'] as const)
  test(`one click (${kind}) ends it, twice too, with no redirect and no cookie`, async () => {
    const { ctx, app, active, at } = await setUp(`click-${kind}`)
    const path = `/u/${manageToken(ctx, await active())}`
    const multipart = new FormData()
    multipart.set('List-Unsubscribe', 'One-Click')
    multipart.set('something', 'else')
    const body = kind === 'multipart' ? multipart : new URLSearchParams({ 'List-Unsubscribe': 'One-Click', x: 'y' })
    for (const _ of [1, 2]) {
      const answer = await app.request(`http://status.test${path}`, {
        method: 'POST',
        body,
        headers: { host: 'status.test' },
      })
      assert.deepEqual(
        [answer.status, answer.headers.get('set-cookie'), answer.headers.get('location')],
        [200, null, null],
      )
      assert.match(await answer.text(), /You are unsubscribed[\s\S]*Send me updates again/)
    }
    assert.equal((await at())!.state, 'unsubscribed')
  })

test('a manage page looks, chooses, ends and takes back; a scanner that only looks changes nothing', async () => {
  const { ctx, active, get, post, us, payments } = await setUp('manage')
  const subscriber = await active()
  const path = `/u/${manageToken(ctx, subscriber)}`
  const own = { origin: 'null', 'sec-fetch-site': 'same-origin' }
  const shown = await (await get(path)).text()
  assert.match(shown, /p•••@manage\.example/)
  assert.doesNotMatch(shown, /pat@manage/)
  assert.equal((await findSubscriber(ctx, subscriber.id)).state, 'active')
  const saved = await post(
    `${path}/choice`,
    [
      ['components', us],
      ['components', payments],
    ],
    own,
  )
  assert.match(await saved.text(), /Saved\./)
  const now = await findSubscriber(ctx, subscriber.id)
  assert.deepEqual(await choiceOf(ctx, now), [us, payments].sort())
  await post(path, { unsubscribe: 'yes' }, own)
  assert.equal((await findSubscriber(ctx, subscriber.id)).state, 'unsubscribed')
  await post(`${path}/undo`, {}, own)
  assert.equal((await findSubscriber(ctx, subscriber.id)).state, 'active')
  assert.equal((await post(path, { nothing: 'at all' }, own)).status, 422)
  assert.equal(
    (await post(`${path}/undo`, {}, { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' })).status,
    403,
  )
})

test('a choice that names what is gone since changes nothing, and the page says so to readers', async () => {
  const { ctx, active, post, us, payments } = await setUp('gone')
  const subscriber = await active()
  const path = `/u/${manageToken(ctx, subscriber)}/choice`
  const own = { origin: 'null', 'sec-fetch-site': 'same-origin' }
  await post(path, { components: us }, own)
  await removeComponent(ctx, payments)
  const answer = await post(
    path,
    [
      ['components', us],
      ['components', payments],
    ],
    own,
  )
  const shown = await answer.text()
  assert.equal(answer.status, 422)
  assert.match(shown, /role="alert"[^<]*><p>[^<]*not on this page any more[^<]*Nothing was changed/)
  assert.match(shown, new RegExp(`value="${us}" checked`))
  assert.doesNotMatch(shown, /\/components\/|expected|console|Saved/)
  assert.deepEqual(await choiceOf(ctx, await findSubscriber(ctx, subscriber.id)), [us])
})

test('every bad link gets the same answer', async () => {
  const { ctx, active, get, post, page } = await setUp('bad-links')
  const subscriber = await active()
  const other = (await addSubscriber(ctx, { page, email: 'b@bad-links.example', components: null, confirmed: true }))
    .subscriber!
  const good = manageToken(ctx, subscriber)
  const answers = new Set<string>()
  for (const token of [
    good.replace(subscriber.id, other.id),
    `${subscriber.id}.AAAA`,
    'nobody000000.AAAAAAAAAAAAAAAAAAAAAA',
    'x',
  ]) {
    for (const answer of [await get(`/u/${token}`), await post(`/u/${token}`, { 'List-Unsubscribe': 'One-Click' }, {})])
      answers.add(`${answer.status} ${await answer.text()}`)
  }
  assert.equal(answers.size, 1)
  assert.equal((await findSubscriber(ctx, other.id)).state, 'active')
})

test('without the database sign-up is closed, and says so', async (t) => {
  const { base, slug } = await setUp('closed')
  const gone = connect('postgres://nobody@127.0.0.1:9/nothing', { log: base.log })
  t.after(gone.end)
  const app = mount(testWeb({ base: { ...base, db: gone.db } }), subscriptionPages())
  const answer = await app.request(`http://status.test/p/${slug}/subscribe`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'a@b.example' }),
    headers: { host: 'status.test', origin: 'http://status.test', 'sec-fetch-site': 'same-origin' },
  })
  assert.equal(answer.status, 503)
  assert.match(await answer.text(), /Sign-up is closed for the moment/)
  assert.ok(answer.headers.get('retry-after'))
})

test('typing mistakes do not use up the tries of a place', async () => {
  const { signUp } = await setUp('typo')
  for (let i = 0; i < 12; i++) assert.equal((await signUp({ email: 'pat@' })).status, 422)
  assert.equal((await signUp()).status, 200)
})
