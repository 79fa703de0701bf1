import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openMailTransport } from '../channels/email-transport.ts'
import { followEvent } from '../events/record.ts'
import { correctUpdate, withdrawUpdate } from '../incidents/correct-update.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import type { Context } from '../lib/context.ts'
import { type Handler, handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { unsubscribe } from '../subscribers/change.ts'
import { findSubscriber } from '../subscribers/find.ts'
import { suppress } from '../subscribers/suppress.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { mailServer } from '../test/mail-server.ts'
import { announce } from './announce.ts'
import { claim, releaseAbandoned } from './claim.ts'
import { notificationHandlers } from './jobs.ts'
import type { PostOffice } from './lanes.ts'
import { wakeLanes } from './wake.ts'

const database = await testDatabase()
const server = await mailServer()
const first = openMailTransport(server.url)
const retries = openMailTransport(server.url, { connections: 2 })
after(async () => {
  first.close()
  retries.close()
  await server.stop()
})
const minute = 60_000
const office: PostOffice = { process: 'this-process', transports: { first, retries } }

async function setUp(seed: string) {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const names = { pat: null, kim: ['api-us'], lee: ['payments'] } as const
  const people: Record<keyof typeof names, string> = { pat: '', kim: '', lee: '' }
  for (const name of ['pat', 'kim', 'lee'] as const) {
    const components = names[name] as string[] | null
    const input = { page: place.page, email: `${name}@${seed}.example`, components, confirmed: true }
    people[name] = (await addSubscriber(ctx, input)).subscriber!.id
  }
  server.mails.length = 0
  server.fault(() => null)
  const work = (handlers = all(office)) => drain(base, database.pool, handlers)
  const open = (more = {}) =>
    openIncident(ctx, {
      page: place.page,
      title: 'Slower responses from API · US',
      status: 'investigating',
      body: 'It is slow.',
      components: { 'api-us': 'degraded_performance' },
      ...more,
    })
  const ledger = () => ledgerOf(ctx, people)
  const at = (name: string) => `${name}@${seed}.example`
  return { ctx, base, clock, ...place, people, work, open, ledger, at }
}

const all = (office: PostOffice): Handler[] => [
  handle(followEvent, (ctx, { event }) => announce(ctx, event)),
  ...notificationHandlers(office),
]

/** "pat 1 sent": who, which post, what became of it, in order. */
async function ledgerOf(ctx: Context, people: Record<string, string>) {
  const rows = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('incident_updates as u', 'u.id', 'd.update_id')
    .innerJoin('announcements as a', 'a.id', 'd.announcement_id')
    .select([
      'd.subscriber_id',
      'd.state',
      'd.reason',
      'd.detail',
      'd.attempts',
      'd.next_attempt_at',
      'u.number',
      'a.kind',
      'd.id',
    ])
    .where('d.org_id', '=', ctx.org)
    .orderBy('d.event_id')
    .execute()
  const nameOf = (id: string) => Object.keys(people).find((name) => people[name] === id)!
  return rows
    .map((row) => ({
      ...row,
      name: nameOf(row.subscriber_id),
      line: `${nameOf(row.subscriber_id)} ${row.number} ${row.state}`,
    }))
    .sort((a, b) => (a.name < b.name ? 1 : a.name > b.name ? -1 : 0))
}
const lines = async (ledger: ReturnType<typeof ledgerOf>) => (await ledger).map((row) => row.line)
const received = () =>
  server.mails
    .map((mail) => `${mail.to[0]!.split('@')[0]}: ${mail.parsed.subject!.split(':')[0]!.split('] ')[1]}`)
    .sort()

test('those whom it concerns are told, one envelope each, and the ledger says why and why not', async () => {
  const { work, open, ledger, at, people, ctx } = await setUp('concerned')
  await open()
  await work()
  assert.deepEqual(server.mails.map((mail) => mail.to).sort(), [[at('kim')], [at('pat')]])
  assert.deepEqual(
    (await ledger()).map(({ line, reason }) => `${line}: ${reason}`),
    [
      'pat 1 sent: follows everything',
      'lee 1 skipped: does not follow an affected component',
      'kim 1 sent: follows API · US, which is affected',
    ],
  )
  const mail = server.mails.find((one) => one.to[0] === at('kim'))!
  assert.equal(mail.parsed.subject, '[Acme Cloud] Investigating: Slower responses from API · US')
  assert.match(
    mail.parsed.text!,
    /^It is slow\.\n\nInvestigating: Slower responses from API · US\nWhat it affects: API · US \(degraded\)/,
  )
  assert.match(mail.parsed.text!, /because you follow API · US, which is affected\./)
  assert.match(mail.raw, new RegExp(`^List-Unsubscribe: <http://status.test/u/${people.kim}\\.[\\w-]{22}>\r$`, 'm'))
  assert.equal((await findSubscriber(ctx, people.kim)).state, 'active')
})

test('an incident is one thread for each reader', async () => {
  const { ctx, work, open, at, people } = await setUp('thread')
  const { id } = await open()
  await work()
  for (const status of ['identified', 'resolved']) {
    await postUpdate(ctx, id, { status, body: `Now ${status}.` })
    await work()
  }
  const mails = server.mails.filter((mail) => mail.to[0] === at('pat')).map((mail) => mail.parsed)
  const root = `<${id}.${people.pat}@status.test>`
  assert.equal(mails.length, 3)
  assert.deepEqual(
    mails.map((mail) => [mail.messageId === root, mail.inReplyTo, mail.references]),
    [
      [true, undefined, undefined],
      [false, root, root],
      [false, root, root],
    ],
  )
  assert.equal(new Set(mails.map((mail) => mail.messageId)).size, 3)
  assert.match(mails[2]!.text!, /From .* to /)
})

test('a post that asked to tell nobody says so once, and tells nobody', async () => {
  const { ctx, work, open, ledger } = await setUp('silent')
  await open({ notify: false })
  await work()
  assert.deepEqual([server.mails, await ledger()], [[], []])
  const [row] = await ctx.db.selectFrom('announcements').selectAll().where('org_id', '=', ctx.org).execute()
  assert.equal(row?.silent_reason, 'this post asked to tell nobody')
})

test('an event that is followed twice is announced once', async () => {
  const { ctx, work, open } = await setUp('twice')
  await open()
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'update.posted')
    .executeTakeFirstOrThrow()
  await announce(ctx, event.id)
  await announce(ctx, event.id)
  await work()
  assert.deepEqual(received(), ['kim: Investigating', 'pat: Investigating'])
})

test('who unsubscribes or bounces between choosing and sending is not told', async () => {
  const { ctx, work, open, ledger, people, at } = await setUp('meanwhile')
  await open()
  await work(all({ process: 'p', transports: null }))
  await unsubscribe(ctx, people.pat)
  await suppress(ctx, { email: at('kim'), reason: 'It complained.' })
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), [])
  assert.deepEqual(
    (await ledger()).map(({ line, reason }) => `${line}: ${reason}`),
    [
      'pat 1 skipped: unsubscribed before this mail left',
      'lee 1 skipped: does not follow an affected component',
      'kim 1 skipped: suppressed before this mail left: It complained.',
    ],
  )
})

test('without a mail server everything waits and says why; with one it leaves', async () => {
  const { ctx, work, open, ledger } = await setUp('no-server')
  await open()
  await work(all({ process: 'p', transports: null }))
  assert.deepEqual(
    (await ledger()).map(({ line, detail }) => `${line} ${detail}`),
    ['pat 1 queued no mail server is configured', 'lee 1 skipped null', 'kim 1 queued no mail server is configured'],
  )
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Investigating', 'pat: Investigating'])
})

test('a newer post replaces an older one that has not left, and never arrives before one that is leaving', async () => {
  const { ctx, work, open, ledger, people } = await setUp('supersede')
  const { id } = await open()
  await work(all({ process: 'p', transports: null }))
  // One of the two is leaving when the news comes.
  const [leaving] = await claim(
    ctx,
    {
      name: 'first',
      page: (await ctx.db.selectFrom('incidents').select('page_id').where('id', '=', id).executeTakeFirstOrThrow())
        .page_id,
    },
    'another-process',
    1,
  )
  const slow = Object.entries(people).find(([, one]) => one === leaving!.subscriber_id)![0]
  const quick = slow === 'pat' ? 'kim' : 'pat'
  await postUpdate(ctx, id, { status: 'resolved', body: 'Over.' })
  await work()
  assert.deepEqual(received(), [`${quick}: Resolved`])
  const states = await lines(ledger())
  assert.ok(
    states.includes(`${quick} 1 superseded`) &&
      states.includes(`${slow} 1 sending`) &&
      states.includes(`${slow} 2 queued`),
  )
  // The other process is dead: what it was sending is no longer news either.
  await releaseAbandoned(ctx)
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), [`${quick}: Resolved`, `${slow}: Investigating`, `${slow}: Resolved`].sort())
  assert.deepEqual(
    server.mails.filter((mail) => mail.to[0]!.startsWith(slow)).map((mail) => mail.parsed.text!.split('\n')[0]),
    ['It is slow.', 'Over.'],
  )
})

test('a process that dies after handing over repeats the mail with the same Message-ID', async () => {
  const { ctx, base, page, work, open, ledger } = await setUp('killed')
  await open()
  await work()
  const before = server.mails.map((mail) => `${mail.to} ${mail.parsed.messageId}`).sort()
  await ctx.db
    .updateTable('deliveries')
    .set({ state: 'sending', attempts: 0, claimed_by: 'dead', claimed_at: ctx.now(), sent_at: null })
    .where('page_id', '=', page)
    .where('state', '=', 'sent')
    .execute()
  await base.db
    .insertInto('processes')
    .values({ id: 'dead', roles: 'worker', host: 'h', pid: 1, started_at: ctx.now(), heartbeat_at: ctx.now() })
    .execute()
  assert.equal(await releaseAbandoned(ctx), 0, 'a process that is known lives')
  await base.db.deleteFrom('processes').where('id', '=', 'dead').execute()
  assert.equal(await releaseAbandoned(ctx), 2)
  server.mails.length = 0
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(server.mails.map((mail) => `${mail.to} ${mail.parsed.messageId}`).sort(), before)
  assert.deepEqual(await lines(ledger()), ['pat 1 sent', 'lee 1 skipped', 'kim 1 sent'])
})

test('a transient failure is tried again after a while, a hopeless one is given up after three days', async () => {
  const { ctx, clock, work, open, ledger, at, people } = await setUp('transient')
  server.fault((to) => (to === at('kim') ? { at: 'rcpt', code: 450, text: '4.2.1 busy' } : null))
  await open()
  await work()
  const [row] = (await ledger()).filter((one) => one.name === 'kim')
  assert.deepEqual([row?.state, row?.attempts, row?.detail], ['queued', 1, '450 4.2.1 busy'])
  const delay = row!.next_attempt_at!.getTime() - clock.now().getTime()
  assert.ok(delay >= 0.8 * minute && delay <= 1.2 * minute)
  await wakeLanes(ctx)
  await work()
  assert.equal((await ledger()).find((one) => one.name === 'kim')!.attempts, 1, 'not before its time')
  for (let i = 0; i < 40; i++) {
    clock.advance(250 * minute)
    await wakeLanes(ctx)
    await work()
  }
  const given = (await ledger()).find((one) => one.name === 'kim')!
  assert.deepEqual([given.state, given.detail], ['failed', 'given up after three days: 450 4.2.1 busy'])
  assert.ok(given.attempts >= 15 && given.attempts <= 25, `${given.attempts} attempts`)
  assert.equal((await findSubscriber(ctx, people.kim)).soft_bounces, 1)
  assert.deepEqual(received(), ['pat: Investigating'])
})

test('an address that does not exist is never written to again; a refused text says nothing about the address', async () => {
  const { ctx, work, open, ledger, at, people } = await setUp('permanent')
  server.fault((to) =>
    to === at('kim')
      ? { at: 'rcpt', code: 550, text: '5.1.1 no such user' }
      : { at: 'data', code: 554, text: '5.7.1 spam' },
  )
  await open()
  await work()
  assert.deepEqual(await lines(ledger()), ['pat 1 failed', 'lee 1 skipped', 'kim 1 failed'])
  const states = [people.kim, people.pat].map(async (id) => (await findSubscriber(ctx, id)).state)
  assert.deepEqual(await Promise.all(states), ['suppressed', 'active'])
  const events = await ctx.db
    .selectFrom('events')
    .select('kind')
    .where('subject_id', '=', people.kim)
    .orderBy('id')
    .execute()
  assert.equal(events.at(-1)?.kind, 'subscriber.suppressed')
})

test('a correction goes to those who were told of the post; a withdrawal in time stops the post', async () => {
  const { ctx, work, open, at, ledger } = await setUp('correction')
  server.fault((to) => (to === at('kim') ? { at: 'rcpt', code: 450, text: '4.2.1 busy' } : null))
  const { id, update } = await open()
  await work()
  await correctUpdate(ctx, id, update.id, { body: 'Only a little slow.', notify: true })
  await work()
  await withdrawUpdate(ctx, id, update.id, { reason: 'It was a false alarm.', notify: true })
  await work()
  assert.deepEqual(received(), ['pat: Correction', 'pat: Investigating', 'pat: Withdrawn'])
  assert.match(server.mails.at(-1)!.parsed.text!, /^We have taken back our post of .*\. It was a false alarm\./)
  const rows = (await ledger()).filter((row) => row.name !== 'pat' && row.kind !== 'update')
  assert.deepEqual(
    rows.map(({ name, kind, state, reason }) => `${name} ${kind} ${state}: ${reason}`),
    [
      'lee correction skipped: was not told of the post',
      'lee withdrawal skipped: was not told of the post',
      'kim correction skipped: the mail about the post has not left yet and will carry the corrected text',
      'kim withdrawal skipped: the mail about the post had not left yet, and will not',
    ],
  )
})

test('a server that is gone stops the lane early, and everything leaves when it is back', async () => {
  const { ctx, page, clock, work, open, ledger } = await setUp('down')
  for (let i = 0; i < 30; i++)
    await addSubscriber(ctx, { page, email: `more${i}@down.example`, components: null, confirmed: true })
  const nobody = openMailTransport('smtp://127.0.0.1:9')
  await open()
  await work(all({ process: 'p', transports: { first: nobody, retries: nobody } }))
  nobody.close()
  const waiting = (await ledger()).filter((row) => row.state === 'queued')
  assert.equal(waiting.length, 32)
  assert.ok(waiting.filter((row) => row.attempts > 0).length <= 20, 'most were spared an attempt')
  clock.advance(2 * minute)
  await wakeLanes(ctx)
  await work()
  assert.equal(server.mails.length, 32)
})
