import assert from 'node:assert/strict'
import { test } from 'node:test'
import { correctUpdate, withdrawUpdate } from '../incidents/correct-update.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { changePage } from '../pages/change.ts'
import { unsubscribe } from '../subscribers/change.ts'
import { findSubscriber } from '../subscribers/find.ts'
import { suppress } from '../subscribers/suppress.ts'
import { fanOutStage, noMail } from '../test/fan-out.ts'
import { announce } from './announce.ts'
import { wakeLanes } from './wake.ts'

const { server, setUp, received } = await fanOutStage()

test('those whom it concerns are told, one envelope each, and the ledger says why and why not', async () => {
  const { work, open, ledger, at, people, ctx, page } = await setUp('concerned')
  await changePage(ctx, page, { postalAddress: 'Acme, 1 Main Street' })
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
  assert.match(mail.parsed.text!, /because you follow API · US, which is affected\.\n.*\nAcme, 1 Main Street\n$/)
  assert.match(mail.raw, new RegExp(`^List-Unsubscribe: <http://status.test/u/${people.kim}\\.[\\w-]{22}>\r$`, 'm'))
  assert.equal((await findSubscriber(ctx, people.kim)).state, 'active')
})

test('an incident is one thread for each reader', async () => {
  const { ctx, work, open, at, people } = await setUp('thread')
  const { id } = await open()
  await work()
  // Opened again at the end: it is the same incident.
  for (const status of ['identified', 'monitoring', 'resolved', 'investigating']) {
    await postUpdate(ctx, id, { status, body: `Now ${status}.` })
    await work()
  }
  const mails = server.mails.filter((mail) => mail.to[0] === at('pat')).map((mail) => mail.parsed)
  const root = `<${id}.${people.pat}@status.test>`
  assert.deepEqual(
    mails.map((mail) => [mail.messageId === root, mail.inReplyTo, mail.references]),
    [[true, undefined, undefined], ...Array.from({ length: 4 }, () => [false, root, root])],
  )
  assert.equal(new Set(mails.map((mail) => mail.messageId)).size, 5)
  assert.equal(new Set(mails.map(({ subject = '' }) => subject.replace(/\] [^:]+: /, '] '))).size, 1, 'one stem')
  assert.match(mails[3]!.text!, /From .* to /)
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
  await work(noMail)
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
      'kim 1 skipped: took no messages any more when this mail was to leave: It complained.',
    ],
  )
})

test('without a mail server everything waits and says why; with one it leaves', async () => {
  const { ctx, work, open, ledger } = await setUp('no-server')
  await open()
  await work(noMail)
  assert.deepEqual(
    (await ledger()).map(({ line, detail }) => `${line} ${detail}`),
    ['pat 1 queued no mail server is configured', 'lee 1 skipped null', 'kim 1 queued no mail server is configured'],
  )
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Investigating', 'pat: Investigating'])
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
