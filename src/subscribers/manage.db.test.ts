import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeComponent } from '../components/change.ts'
import { openIncident } from '../incidents/open.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { addSubscriber } from './add.ts'
import { changeSubscription } from './change.ts'
import { findSubscriber, subscriberAt } from './find.ts'
import { subscriberHandlers } from './jobs.ts'
import { manageToken } from './link.ts'
import { wishesOf } from './preferences.ts'
import { subscriptionPages } from './public.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const app = mount(testWeb({ base }), subscriptionPages())
  const headers = { host: 'status.test', 'sec-fetch-site': 'same-origin', origin: 'http://status.test' }
  const post = (path: string, fields: Record<string, string> | string[][]) =>
    app.request(`http://status.test${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    })
  const get = (path: string, more: Record<string, string> = {}) =>
    app.request(`http://status.test${path}`, { headers: { host: 'status.test', ...more } })
  const head = (path: string) =>
    app.request(`http://status.test${path}`, { method: 'HEAD', headers: { host: 'status.test' } })
  const email = `pat@${seed}.example`
  const active = async (more = {}) =>
    (await addSubscriber(ctx, { page: place.page, email, components: null, confirmed: true, ...more })).subscriber!
  const work = () => drain(base, database.pool, subscriberHandlers)
  const letters = () =>
    ctx.db
      .selectFrom('letters')
      .select(['subject', 'body'])
      .where('org_id', '=', ctx.org)
      .orderBy('created_at')
      .execute()
  return { ctx, clock, ...place, prefix: `/p/acme-${place.page}`, post, get, head, email, active, work, letters }
}

test('all that can be chosen is chosen on one page without a script, and shown in the language that was chosen', async () => {
  const { ctx, active, get, post, us, eu } = await setUp('all')
  await changeComponent(ctx, eu, { tags: { region: 'eu' } })
  const pat = await active()
  const link = `/u/${manageToken(ctx, pat)}`
  assert.match(await (await get(link)).text(), /name="tags" value="region:eu"/)
  const answer = await post(`${link}/choice`, [
    ['all', 'yes'],
    ['components', us],
    ['tags', 'region:eu'],
    ['kinds', 'incident'],
    ['kinds', 'notice'],
    ['phases', 'first_and_last'],
    ['leastImpact', 'major'],
    ['language', 'ar'],
    ['digest', ''],
    ['quietFrom', '22:00'],
    ['quietUntil', '07:00'],
    ['quietZone', 'Europe/Berlin'],
    ['monthlySummary', 'yes'],
  ])
  assert.match(await answer.text(), /<html lang="ar" dir="rtl"[\s\S]*تم الحفظ/)
  assert.deepEqual(wishesOf(await findSubscriber(ctx, pat.id)), {
    kinds: ['incident', 'notice'],
    phases: 'first_and_last',
    leastImpact: 'major',
    tags: ['region:eu'],
    language: 'ar',
    digest: null,
    quietHours: { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin', exceptCritical: false },
    monthlySummary: true,
    incident: null,
  })
  const mistakes: Record<string, string>[] = [
    { tags: 'region:zz' },
    { quietZone: 'Mars/Olympus', quietFrom: '01:00', quietUntil: '02:00' },
    { phases: 'x' },
  ]
  for (const wrong of mistakes) {
    const refused = await post(`${link}/choice`, { all: 'yes', phases: 'all', ...wrong })
    assert.match(await refused.text(), /role="alert"/, JSON.stringify(wrong))
  }
  assert.equal((await findSubscriber(ctx, pat.id)).phases, 'first_and_last', 'nothing was changed')
})

test('nobody who reads a locked address ends it for the others: the wish is kept, and operators see it', async () => {
  const { ctx, active, get, post } = await setUp('locked')
  const pat = await active({ locked: true })
  const link = `/u/${manageToken(ctx, pat)}`
  const page = await (await get(link)).text()
  assert.match(page, /those who run this page manage it/)
  assert.doesNotMatch(page, /name="phases"/)
  const wishes: Record<string, string>[] = [{ 'List-Unsubscribe': 'One-Click' }, { unsubscribe: 'yes' }]
  for (const fields of wishes) assert.equal((await post(link, fields)).status, 200)
  await post(`${link}/choice`, { all: 'yes', phases: 'last' })
  const kept = await findSubscriber(ctx, pat.id)
  assert.deepEqual([kept.state, kept.phases, kept.wish_to_leave_at], ['active', 'all', ctx.now()])
  assert.match(await (await get(link)).text(), /They see your wish/)
  await changeSubscription(ctx, pat.id, { locked: false })
  await post(link, { 'List-Unsubscribe': 'One-Click' })
  assert.equal((await findSubscriber(ctx, pat.id)).state, 'unsubscribed')
})

test('a code opens what an address hears about: once, for ten minutes, with five tries; known or not, the answer is the same', async () => {
  const { clock, active, prefix, get, post, email, work, letters } = await setUp('code')
  await active()
  assert.match(await (await get(`${prefix}/subscribe/again`)).text(), /I am subscribed already/)
  const said = async (address: string) =>
    (await (await post(`${prefix}/subscribe/again`, { email: address })).text()).replaceAll(address, 'x')
  const main = (text: string) => text.slice(text.indexOf('<main'), text.indexOf('</main>'))
  assert.equal(main(await said(email)), main(await said('nobody@code.example')))
  await work()
  const [letter, ...others] = await letters()
  assert.equal(others.length, 0)
  const code = /(\d{6}) is your code/.exec(letter!.subject)![1]!
  const wrong = code === '000000' ? '111111' : '000000'
  const open = (typed: string) => post(`${prefix}/subscribe/again/code`, { email, code: typed })
  for (let i = 0; i < 3; i++) assert.match(await (await open(wrong)).text(), /not right, or it is too old/)
  const right = await open(` ${code.slice(0, 3)} ${code.slice(3)}`)
  assert.match(right.headers.get('location') ?? '', /^\/u\//)
  assert.match(await (await open(code)).text(), /not right/, 'once')
  clock.advance(2 * 60_000)
  await said(email)
  await work()
  const second = /(\d{6}) is your code/.exec((await letters()).at(-1)!.subject)![1]!
  const other = second === '000000' ? '111111' : '000000'
  for (let i = 0; i < 5; i++) await open(other)
  assert.match(await (await open(second)).text(), /not right/, 'tried too often')
  clock.advance(2 * 60_000)
  await said(email)
  await work()
  const third = /(\d{6}) is your code/.exec((await letters()).at(-1)!.subject)![1]!
  clock.advance(10 * 60_000)
  assert.match(await (await open(third)).text(), /not right/, 'too old')
})

test('a mailbox gets five codes an hour, whoever asks for them from wherever, and nobody is told', async () => {
  const { clock, active, prefix, post, email, work, letters } = await setUp('codes')
  await active()
  const before = (await letters()).length
  const answers = new Set<string>()
  for (let i = 0; i < 8; i++) {
    const answer = await post(`${prefix}/subscribe/again`, { email })
    answers.add(`${answer.status} ${(await answer.text()).includes(email)}`)
    clock.advance(2 * 60_000)
    await work()
  }
  assert.deepEqual([(await letters()).length - before, [...answers]], [5, ['200 true']])
})

test('the language of the form is that of the question, of the page behind its link, and of what follows', async () => {
  const { ctx, page, prefix, get, post, email, work, letters } = await setUp('tongue')
  assert.match(await (await post(`${prefix}/subscribe`, { email, language: 'de' })).text(), /Sehen Sie in Ihre E-Mails/)
  await work()
  const [letter] = await letters()
  assert.match(letter!.subject, /Bitte bestätigen Sie/)
  const path = /Bestätigen: http:\/\/[^/]+(\S+)/.exec(letter!.body)![1]!
  assert.match(await (await get(path)).text(), /Möchten Sie benachrichtigt werden\?/)
  assert.match(await (await post(path, {})).text(), /Ihre Adresse ist bestätigt/)
  const pat = (await subscriberAt(ctx, page, email))!
  assert.deepEqual([pat.state, pat.language], ['active', 'de'])
  assert.match(pat.consent_text!, /Ich kann das jederzeit beenden/)
})

test('one incident is followed alone; one that is over or elsewhere cannot be', async () => {
  const { ctx, page, prefix, get, post, email, work, letters } = await setUp('alone')
  const { id } = await openIncident(ctx, {
    page,
    title: 'Slow API',
    status: 'investigating',
    body: 'b',
    components: { 'api-us': 'major_outage' },
  })
  assert.match(
    await (await get(`${prefix}/subscribe/incident/${id}`)).text(),
    new RegExp(`name="incident" value="${id}"`),
  )
  assert.match(await (await post(`${prefix}/subscribe`, { email, incident: 'nothing' })).text(), /role="alert"/)
  await post(`${prefix}/subscribe`, { email, incident: id })
  await work()
  const path = /Confirm: http:\/\/[^/]+(\S+)/.exec((await letters())[0]!.body)![1]!
  assert.match(await (await get(path)).text(), /about this incident: Slow API/)
  await post(path, {})
  const pat = (await subscriberAt(ctx, page, email))!
  assert.deepEqual([pat.state, pat.only_incident], ['active', id])
  const link = `/u/${manageToken(ctx, pat)}`
  assert.match(await (await get(link)).text(), /You hear about one incident only/)
  await post(`${link}/choice`, { only: 'no' })
  assert.equal((await findSubscriber(ctx, pat.id)).only_incident, null)
})

test('a robot that follows every link of every page by GET and HEAD changes nothing', async () => {
  const { ctx, page, prefix, get, head, post, email, active, work, letters } = await setUp('robot')
  const { id } = await openIncident(ctx, { page, title: 'Slow API', status: 'investigating', body: 'b' })
  const list = await active({ email: 'list@robot.example', locked: true })
  const known = await active({ email: 'known@robot.example' })
  await post(`${prefix}/subscribe`, { email })
  await work()
  const asked = /Confirm: http:\/\/[^/]+(\S+)/.exec((await letters())[0]!.body)![1]!
  const rows = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).orderBy('id').execute()
  const before = await rows()
  const manages = [list, known].map((one) => `/u/${manageToken(ctx, one)}`)
  const todo = [asked, ...manages, `${prefix}/subscribe/again`, `${prefix}/subscribe/incident/${id}`]
  const seen = new Set<string>()
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    if (seen.has(path) || seen.size > 200) continue
    seen.add(path)
    await head(path)
    const text = await (await get(path, { purpose: 'prefetch' })).text()
    for (const [, found] of text.matchAll(/(?:href|src|action)="(\/[^"#]*|http:\/\/status\.test[^"#]*)/g))
      todo.push(found!.replace('http://status.test', ''))
  }
  assert.ok(seen.size > 10, 'it went somewhere')
  assert.deepEqual(await rows(), before)
})
