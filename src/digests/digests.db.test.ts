import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { dsn } from '../bounces/reports.cases.ts'
import { takeReturned } from '../bounces/take.ts'
import { createAccount } from '../channel-accounts/create.ts'
import { openAccounts } from '../channel-accounts/open.ts'
import { channels } from '../channels/index.ts'
import { changeComponent } from '../components/change.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { sendLetters } from '../letters/send.ts'
import { pauseTelling, resumeTelling, stopTelling } from '../notifications/telling.ts'
import { changePage } from '../pages/change.ts'
import { drain } from '../queue/worker.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { changeSubscription, unsubscribe } from '../subscribers/change.ts'
import { findSubscriber } from '../subscribers/find.ts'
import { manageUrl } from '../subscribers/link.ts'
import { fanOutStage } from '../test/fan-out.ts'
import { startVendor } from '../test/vendor.ts'
import { digestHandlers } from './jobs.ts'
import { sendDueSummaries } from './monthly.ts'
import { sendDueDigests } from './send-due.ts'

const { server, setUp } = await fanOutStage()
const hour = 3_600_000

async function stage(seed: string) {
  const world = await setUp(seed)
  const letters = () =>
    world.ctx.db
      .selectFrom('letters')
      .select(['recipient', 'subject', 'body', 'html'])
      .where('org_id', '=', world.ctx.org)
      .where('kind', '=', 'digest')
      .orderBy('created_at')
      .execute()
  return { ...world, letters }
}

test('a digest comes once a day however many processes look, with the newest of each incident, and nothing where nothing happened', async () => {
  const { ctx, clock, people, open, work, letters, at, ledger, page } = await stage('daily')
  await changePage(ctx, page, { postalAddress: 'Acme, 1 Main Street' })
  await changeSubscription(ctx, people.kim, { preferences: { digest: 'daily', language: 'de' } })
  await changeSubscription(ctx, people.lee, { preferences: { digest: 'daily' } })
  const { id } = await open()
  await postUpdate(ctx, id, { status: 'resolved', body: 'It is **over**.' })
  await work()
  assert.deepEqual(
    server.mails.map((mail) => mail.to[0]),
    [at('pat')],
  )
  assert.ok((await ledger()).some(({ name, reason }) => name === 'kim' && reason === 'gets a daily digest'))
  assert.equal(await sendDueDigests(ctx), 0)
  clock.advance(24 * hour)
  const sent = await Promise.all([sendDueDigests(ctx), sendDueDigests(ctx), sendDueDigests(ctx)])
  assert.equal(
    sent.reduce((a, b) => a + b),
    1,
  )
  const [letter, ...others] = await letters()
  assert.deepEqual([letter?.recipient, letter?.subject, others], [at('kim'), '[Acme Cloud] Neues des Tages', []])
  assert.match(letter!.body, /Behoben: Slower responses from API · US/)
  assert.match(letter!.body, /It is over\./)
  assert.match(letter!.body, new RegExp(`/incidents/${id}`))
  assert.match(letter!.html, /<html lang="de"/)
  for (const text of [letter!.body, letter!.html])
    assert.match(
      text,
      /Sie erhalten dies von der Statusseite Acme Cloud: Sie haben eine Nachricht am Tag gewählt\.[\s\S]*Acme, 1 Main Street/,
    )
  clock.advance(24 * hour)
  assert.equal(await sendDueDigests(ctx), 0, 'nothing happened')
})

test('a digest says how to end it with one click, and one that comes back is counted', async () => {
  const { ctx, base, clock, people, open, work, openOffice } = await stage('ended')
  const settings = { url: server.url, from: 'Acme <status@acme.example>', bounceDomain: 'bounces.acme.example' }
  await createAccount(ctx, { key: 'mail', kind: 'smtp', settings })
  await changeSubscription(ctx, people.kim, { preferences: { digest: 'daily' } })
  await open()
  await work(openOffice({ smtpUrl: null }))
  clock.advance(24 * hour)
  server.mails.length = 0
  await sendDueDigests(ctx)
  await sendLetters(ctx, openOffice({ smtpUrl: null }))
  const [mail] = server.mails
  const returns = /^b\+([0-9a-z]+-[0-9a-f]{20})@bounces\.acme\.example$/.exec(mail!.from)?.[1]
  assert.ok(returns, mail!.from)
  const raw = mail!.raw.replace(/\r?\n[ \t]+/g, ' ')
  const kim = await findSubscriber(ctx, people.kim)
  const list = /^List-Unsubscribe: (.*)$/m.exec(raw)?.[1]
  assert.equal(list?.trim(), `<${manageUrl(ctx, kim)}>, <mailto:u+${returns}@bounces.acme.example>`)
  assert.match(raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
  const back = { from: '', to: mail!.from, raw: dsn({ status: '4.2.2', action: 'failed' }) }
  assert.deepEqual([await takeReturned(base, back), await takeReturned(base, back)], ['counted', 'known'])
  assert.equal((await findSubscriber(ctx, people.kim)).soft_bounces, 1)
})

test('whoever leaves while their digest waits for a mail server gets none', async () => {
  const { ctx, clock, people, open, work, openOffice } = await stage('left')
  for (const id of [people.kim, people.pat]) await changeSubscription(ctx, id, { preferences: { digest: 'daily' } })
  await open()
  await work()
  clock.advance(24 * hour)
  assert.equal(await sendDueDigests(ctx), 2)
  await unsubscribe(ctx, people.kim)
  server.mails.length = 0
  await sendLetters(ctx, openOffice())
  assert.deepEqual(
    server.mails.map((mail) => mail.to[0]!.split('@')[0]),
    ['pat'],
  )
  const rows = await ctx.db
    .selectFrom('letters')
    .select(['state', 'detail', 'body'])
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'digest')
    .where('subscriber_id', '=', people.kim)
    .execute()
  assert.deepEqual(rows, [{ state: 'failed', detail: 'unsubscribed before this mail left', body: '' }])
})

test('a digest tells only what its reader may see', async () => {
  const { ctx, clock, page, us, people, open, work, letters, at } = await stage('seen')
  await createAudience(ctx, { page, key: 'vip', name: 'VIP', emails: [at('pat')] })
  await changeComponent(ctx, us, { audiences: ['vip'] })
  for (const id of [people.pat, people.lee])
    await changeSubscription(ctx, id, { components: null, preferences: { digest: 'weekly' } })
  await open({ title: 'zqhiddenqz' })
  await work()
  clock.advance(8 * 24 * hour)
  assert.equal(await sendDueDigests(ctx), 1)
  assert.deepEqual(
    (await letters()).map((one) => one.recipient),
    [at('pat')],
  )
})

test('each gets the words that were written for them, and no others', async () => {
  const { ctx, clock, page, people, open, work, letters, at } = await stage('words')
  await createAudience(ctx, { page, key: 'vip', name: 'VIP', emails: [at('pat')] })
  for (const id of [people.pat, people.kim]) await changeSubscription(ctx, id, { preferences: { digest: 'daily' } })
  await open({ body: 'It is slow for some.', texts: [{ audience: 'vip', body: 'Your own cluster is slow.' }] })
  await work()
  clock.advance(24 * hour)
  assert.equal(await sendDueDigests(ctx), 2)
  const said = new Map((await letters()).map(({ recipient, body, html }) => [recipient, body + html]))
  assert.match(said.get(at('pat')) ?? '', /Your own cluster is slow\.[\s\S]*Your own cluster is slow\./)
  assert.doesNotMatch(said.get(at('pat')) ?? '', /slow for some/)
  assert.match(said.get(at('kim')) ?? '', /It is slow for some\./)
  assert.doesNotMatch(said.get(at('kim')) ?? '', /own cluster/)
})

test('a room of a chat gets its digest as one message; a number and a program are refused one', async () => {
  const { ctx, base, clock, database, page, open, work } = await stage('chat')
  const vendor = await startVendor({ body: 'ok' })
  const http = vendor.via('hooks.slack.com').http
  const consent = { text: 'On paper' }
  const add = async (channel: string, target: Record<string, unknown>) =>
    (await addSubscriber(ctx, { page, channel, target, components: null, confirmed: true, consent })).subscriber!.id
  const slack = 'https://hooks.slack.com/services/T00000000/B00000000/nobodymayseethis'
  const room = await add('slack', { url: slack })
  await changeSubscription(ctx, room, { preferences: { digest: 'daily', monthlySummary: true, language: 'de' } })
  for (const [channel, target] of [
    ['sms', { number: '+4915123456789' }],
    ['webhook', { url: 'https://hooks.customer.example/status' }],
  ] as const)
    await assert.rejects(changeSubscription(ctx, await add(channel, target), { preferences: { digest: 'daily' } }), {
      problems: [
        {
          pointer: '/preferences/digest',
          detail: `expected none: by ${channel === 'sms' ? 'Text message' : 'Webhook'}, each message goes by itself`,
        },
      ],
    })
  await open()
  await work()
  assert.equal(vendor.requests.length, 0, 'not at once')
  clock.advance(24 * hour)
  assert.equal(await sendDueDigests(ctx), 1)
  const tell = () => drain({ ...base, http }, database.pool, digestHandlers(openAccounts(channels)))
  await tell()
  assert.equal(vendor.requests.length, 1)
  assert.match(vendor.requests[0]!.text, /Neues des Tages/)
  assert.match(vendor.requests[0]!.text, /Slower responses from API · US/)
  assert.match(vendor.requests[0]!.text, new RegExp(`/u/${room}\\.`))
  clock.advance(28 * 24 * hour)
  await sendDueSummaries(ctx)
  vendor.answers({ status: 404, body: 'no_service' })
  await tell()
  assert.equal((await findSubscriber(ctx, room)).state, 'quarantined')
})

test('the summary of a month has the figures of the page, once', async () => {
  const { ctx, clock, people, open, work, letters } = await stage('month')
  await changeSubscription(ctx, people.kim, { preferences: { monthlySummary: true } })
  const { id } = await open({ components: { 'api-us': 'major_outage' } })
  await work()
  clock.advance(2 * hour)
  await postUpdate(ctx, id, { status: 'resolved', body: 'Over.', components: { 'api-us': 'operational' } })
  await work()
  assert.equal(await sendDueSummaries(ctx), 0)
  clock.advance(28 * 24 * hour)
  await Promise.all([sendDueSummaries(ctx), sendDueSummaries(ctx)])
  const [letter, ...others] = await letters()
  assert.equal(others.length, 0)
  assert.match(letter!.subject, /\[Acme Cloud\] The month in figures: March 2035/)
  assert.match(letter!.body, /API · US: 99\.\d\d % uptime/)
  assert.match(letter!.body, /Resolved: Slower responses/)
})

test('a digest tells nothing that was stopped, and what was paused once it goes on', async () => {
  const { ctx, clock, people, open, work, letters } = await stage('held')
  await changeSubscription(ctx, people.kim, { preferences: { digest: 'daily' } })
  const stopped = await open({ title: 'Never to be told' })
  const paused = await open({ title: 'To be told later' })
  await work()
  await stopTelling(ctx, stopped.update.id)
  await pauseTelling(ctx, paused.update.id)
  clock.advance(24 * hour)
  assert.equal(await sendDueDigests(ctx), 0, 'nothing may be told')
  await resumeTelling(ctx, paused.update.id)
  clock.advance(24 * hour)
  assert.equal(await sendDueDigests(ctx), 1)
  const [letter] = await letters()
  assert.match(letter!.body, /To be told later/)
  assert.doesNotMatch(letter!.body, /Never to be told/)
})

test('a post that was being written while digests were is in the next one', async () => {
  const { ctx, clock, people, open, work, letters } = await stage('race')
  await changeSubscription(ctx, people.kim, { preferences: { digest: 'daily' } })
  clock.advance(24 * hour)
  assert.equal(await sendDueDigests(ctx), 0)
  const { update } = await open({ title: 'In that moment' })
  await work()
  const before = new Date(ctx.now().getTime() - 3000)
  await ctx.db.updateTable('announcements').set({ created_at: before }).where('update_id', '=', update.id).execute()
  clock.advance(24 * hour)
  assert.equal(await sendDueDigests(ctx), 1)
  assert.match((await letters())[0]!.body, /In that moment/)
})
