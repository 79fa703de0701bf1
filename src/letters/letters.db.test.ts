import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { receiveAlert } from '../alerts/receive.ts'
import { findSilentSources } from '../alerts/silence.ts'
import { createAccount } from '../channel-accounts/create.ts'
import { channels } from '../channels/index.ts'
import { approveDraft } from '../drafts/decide.ts'
import { followEvent } from '../events/record.ts'
import { findDuePromises } from '../incidents/due-promises.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { newId } from '../lib/id.ts'
import { openPostOffice } from '../notifications/post-office.ts'
import { handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { mailServer } from '../test/mail-server.ts'
import { letterHandlers } from './jobs.ts'
import { tellOperators } from './operators.ts'
import { queueLetter } from './queue.ts'
import { purgeLetters, wakeWaitingLetters } from './send.ts'

const database = await testDatabase()
const server = await mailServer()
after(server.stop)
const hour = 3_600_000

async function setUp(seed: string) {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  server.mails.length = 0
  server.fault(() => null)
  const user = async (name: string, wishes: Record<string, boolean>) =>
    ctx.db
      .insertInto('users')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        email: `${name}@${seed}.example`,
        name,
        role: 'editor',
        created_at: ctx.now(),
        ...wishes,
      })
      .execute()
  await user('alice', { tell_drafts: true, tell_promises: true, tell_silence: true })
  await user('bob', {})
  const work = async (smtpUrl: string | null = server.url) => {
    const office = openPostOffice(base, { process: 'p', channels, smtpUrl })
    await drain(base, database.pool, [
      handle(followEvent, (ctx, { event }) => tellOperators(ctx, event)),
      ...letterHandlers(office),
    ])
    office.close()
  }
  const told = () => server.mails.map((mail) => `${mail.to[0]!.split('@')[0]}: ${mail.parsed.subject}`)
  return { ctx, base, clock, ...place, work, told }
}
const message = { subject: 'Hello', html: '<p>secret link</p>', text: 'secret link' }

test('a letter goes once for its occasion, and is emptied when it has gone', async () => {
  const { ctx, work } = await setUp('once')
  const letter = {
    kind: 'invitation',
    sender: 'Upfront',
    recipient: 'kim@once.example',
    message,
    occasion: 'invite kim',
  } as const
  assert.deepEqual([await queueLetter(ctx, letter), await queueLetter(ctx, letter)], [true, false])
  await work(null)
  assert.equal(
    (await ctx.db.selectFrom('letters').select('detail').where('org_id', '=', ctx.org).executeTakeFirst())?.detail,
    'no mail server is configured',
  )
  await wakeWaitingLetters(ctx)
  await work()
  assert.deepEqual(
    server.mails.map((mail) => [mail.to, mail.parsed.subject, mail.parsed.text?.trim()]),
    [[['kim@once.example'], 'Hello', 'secret link']],
  )
  assert.doesNotMatch(server.mails[0]!.raw, /^List-|^Precedence/im)
  const row = await ctx.db.selectFrom('letters').selectAll().where('org_id', '=', ctx.org).executeTakeFirstOrThrow()
  assert.deepEqual([row.state, row.html, row.body], ['sent', '', ''])
})

test('a letter that cannot go now goes later; one that never will is emptied too; all are forgotten', async () => {
  const { ctx, clock, work, told } = await setUp('later')
  for (const name of ['kim', 'lee'])
    await queueLetter(ctx, { kind: 'invitation', sender: 'Upfront', recipient: `${name}@later.example`, message })
  server.fault((to) =>
    to.startsWith('kim') ? { at: 'rcpt', code: 450, text: 'busy' } : { at: 'rcpt', code: 550, text: '5.1.1 who?' },
  )
  await work()
  server.fault(() => null)
  await wakeWaitingLetters(ctx)
  await work()
  assert.deepEqual(told(), [], 'not before its time')
  clock.advance(2 * 60_000)
  await wakeWaitingLetters(ctx)
  await work()
  assert.deepEqual(told(), ['kim: Hello'])
  const states = await ctx.db
    .selectFrom('letters')
    .select(['state', 'body'])
    .where('org_id', '=', ctx.org)
    .orderBy('recipient')
    .execute()
  assert.deepEqual(states, [
    { state: 'sent', body: '' },
    { state: 'failed', body: '' },
  ])
  clock.advance(31 * 24 * hour)
  await purgeLetters(ctx)
  assert.deepEqual(await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute(), [])
})

test('who chose so is told that a draft waits, with a link; not once it is decided', async () => {
  const { ctx, page, us, source, work, told } = await setUp('draft')
  await addRule(ctx, page, { mode: 'approve', component: us })
  await receiveAlert(ctx, source, null, alertOf('a', 'firing'))
  await work()
  assert.deepEqual(told(), ['alice: [Acme Cloud] Waits for you: Slower responses from API · US'])
  const draft = await ctx.db.selectFrom('drafts').select('id').where('org_id', '=', ctx.org).executeTakeFirstOrThrow()
  assert.match(server.mails[0]!.parsed.text!, new RegExp(`http://status.test/console/drafts/${draft.id}`))
  assert.match(server.mails[0]!.parsed.text!, /Requests to API · US are slower than usual/)
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'draft.created')
    .executeTakeFirstOrThrow()
  await tellOperators(ctx, event.id)
  await work()
  assert.equal(server.mails.length, 1, 'once for one event')
  await ctx.db.deleteFrom('letters').where('org_id', '=', ctx.org).execute()
  await approveDraft(ctx, draft.id)
  await tellOperators(ctx, event.id)
  await work()
  assert.equal(server.mails.length, 1, 'not about what is decided')
})

test('a promise that is due is told of once, and a new promise anew', async () => {
  const { ctx, page, clock, work, told } = await setUp('promise')
  const at = (hours: number) => new Date(clock.now().getTime() + hours * hour)
  const { id } = await openIncident(ctx, {
    page,
    title: 'Slow',
    status: 'investigating',
    body: 'b',
    nextUpdateAt: at(1),
  })
  assert.deepEqual(await findDuePromises(ctx), [])
  clock.advance(hour)
  assert.deepEqual([await findDuePromises(ctx), await findDuePromises(ctx)], [[id], []])
  await work()
  assert.deepEqual(told(), ['alice: [Acme Cloud] An update is due: Slow'])
  assert.match(
    server.mails[0]!.parsed.text!,
    new RegExp(
      `promised the next update by .*\\n\\n“Slow” has been open for 1 hour.\\n\\nPost an update: http://status.test/console/incidents/${id}`,
    ),
  )
  await postUpdate(ctx, id, { status: 'identified', body: 'b', nextUpdateAt: at(1) })
  clock.advance(2 * hour)
  assert.deepEqual(await findDuePromises(ctx), [id])
  await postUpdate(ctx, id, { status: 'resolved', body: 'b' })
  clock.advance(2 * hour)
  assert.deepEqual(await findDuePromises(ctx), [])
})

test('a source that is silent for longer than it says, or than is usual, is told of once', async () => {
  const { ctx, clock, source, work, told } = await setUp('silence')
  const heard = (change: object) => ctx.db.updateTable('sources').set(change).where('id', '=', source.id).execute()
  assert.deepEqual(await findSilentSources(ctx), [])
  await heard({ silent_after: 600, last_arrival_at: clock.now() })
  clock.advance(601_000)
  assert.deepEqual([await findSilentSources(ctx), await findSilentSources(ctx)], [[source.id], []])
  await work()
  assert.deepEqual(told(), ['alice: [Upfront] Nothing heard from Alertmanager'])
  assert.match(server.mails[0]!.parsed.text!, /^Nothing has arrived from Alertmanager for 10 minutes/)
  const start = clock.now().getTime()
  for (let i = 0; i < 12; i++)
    await ctx.db
      .insertInto('arrivals')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        source_id: source.id,
        received_at: new Date(start - i * 4 * hour),
        headers: '{}',
        body: Buffer.from(''),
        size: 0,
        state: 'understood',
      })
      .execute()
  await heard({ silent_after: null, silent_since: null, last_arrival_at: clock.now() })
  clock.advance(12 * hour)
  assert.deepEqual(await findSilentSources(ctx), [])
  clock.advance(1000)
  assert.deepEqual(await findSilentSources(ctx), [source.id])
})

test('a letter whose fate the database did not take is sent again by the same process', async () => {
  const { ctx, base, work, told } = await setUp('lost-fate')
  const alive = { id: 'p', roles: 'worker', host: 'h', pid: 1, started_at: ctx.now(), heartbeat_at: ctx.now() }
  await base.db.insertInto('processes').values(alive).execute()
  await queueLetter(ctx, { kind: 'draft', sender: 'Acme', recipient: 'alice@lost-fate.example', message })
  await ctx.db.updateTable('letters').set({ state: 'sending', claimed_by: 'p' }).where('org_id', '=', ctx.org).execute()
  await wakeWaitingLetters(ctx)
  await work()
  assert.deepEqual(
    told().filter((line) => line.endsWith('Hello')),
    ['alice: Hello'],
  )
  await base.db.deleteFrom('processes').where('id', '=', 'p').execute()
})

test('a letter goes by the first account that can be reached, from the sender of that account', async () => {
  const { ctx, work } = await setUp('accounts')
  const from = 'Acme Cloud <status@acme.example>'
  await createAccount(ctx, { key: 'gone', kind: 'smtp', settings: { url: 'smtp://127.0.0.1:9', from } })
  const good = await createAccount(ctx, { key: 'good', kind: 'smtp', settings: { url: server.url, from } })
  await queueLetter(ctx, { kind: 'invitation', sender: 'Upfront', recipient: 'kim@accounts.example', message })
  await work(null)
  assert.deepEqual(
    server.mails.map((mail) => [mail.from, mail.parsed.from?.text]),
    [['status@acme.example', '"Acme Cloud" <status@acme.example>']],
  )
  const { account_id, state } = await ctx.db
    .selectFrom('letters')
    .select(['account_id', 'state'])
    .where('org_id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  assert.deepEqual([account_id, state], [good.id, 'sent'])
})

test('a letter that may have arrived goes by the other account when it is tried again, not before', async () => {
  const { ctx, clock, work } = await setUp('unknown')
  const mute = await mailServer({ parse: false })
  after(mute.stop)
  mute.fault(() => ({ at: 'data', drop: 'after' }))
  const from = 'Acme Cloud <status@acme.example>'
  for (const url of [mute.url, server.url])
    await createAccount(ctx, { key: url === mute.url ? 'first' : 'second', kind: 'smtp', settings: { url, from } })
  await queueLetter(ctx, { kind: 'invitation', sender: 'Upfront', recipient: 'kim@unknown.example', message })
  await work(null)
  assert.deepEqual([mute.mails.length, server.mails.length], [1, 0])
  clock.advance(60_000)
  await wakeWaitingLetters(ctx)
  await work(null)
  assert.deepEqual([mute.mails.length, server.mails.length], [1, 1])
})

test('links lead to the console, wherever that is', async () => {
  const { ctx, page, us, work } = await setUp('own-host')
  const own = { ...ctx, settings: { ...ctx.settings, consoleUrl: 'https://console.test' } }
  await addRule(ctx, page, { component: us, mode: 'approve' })
  const source = await ctx.db.selectFrom('sources').selectAll().where('org_id', '=', ctx.org).executeTakeFirstOrThrow()
  await receiveAlert(ctx, source, null, alertOf('a', 'firing'))
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'draft.created')
    .executeTakeFirstOrThrow()
  await tellOperators(own, event.id)
  await work()
  assert.match(server.mails[0]!.parsed.text!, /https:\/\/console\.test\/console\/drafts\//)
})
