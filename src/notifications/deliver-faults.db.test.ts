import assert from 'node:assert/strict'
import { test } from 'node:test'
import { postUpdate } from '../incidents/post-update.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { findSubscriber } from '../subscribers/find.ts'
import { fanOutStage, lines, noMail } from '../test/fan-out.ts'
import { until } from '../test/until.ts'
import { claim, releaseAbandoned } from './claim.ts'
import { wakeLanes } from './wake.ts'

const { server, setUp, received } = await fanOutStage()
const minute = 60_000

test('a newer post replaces an older one that has not left, and never arrives before one that is leaving', async () => {
  const { ctx, page, work, open, ledger } = await setUp('supersede')
  const { id } = await open()
  await work(noMail)
  // One of the two is leaving when the news comes.
  const [{ id: first } = { id: '' }] = await claim(
    ctx,
    { name: 'first', page, channel: 'email' },
    { process: 'another-process', count: 1 },
  )
  const leaving = (await ledger()).find((row) => row.id === first)
  const slow = leaving!.name
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

test('a server that is gone stops the lane early, and everything leaves when it is back', async () => {
  const { ctx, page, clock, work, open, ledger, openOffice } = await setUp('down')
  for (let i = 0; i < 30; i++)
    await addSubscriber(ctx, { page, email: `more${i}@down.example`, components: null, confirmed: true })
  await open()
  await work(openOffice({ process: 'p', smtpUrl: 'smtp://127.0.0.1:9' }))
  const waiting = (await ledger()).filter((row) => row.state === 'queued')
  assert.equal(waiting.length, 32)
  assert.ok(waiting.filter((row) => row.attempts > 0).length <= 20, 'most were spared an attempt')
  clock.advance(2 * minute)
  await wakeLanes(ctx)
  await work()
  assert.equal(server.mails.length, 32)
})

test('an address whose server hangs holds up nobody, however short the slice', async () => {
  const { ctx, page, work, open, ledger, at, openOffice } = await setUp('hangs')
  const more = Array.from({ length: 40 }, (_, i) => `more${i}@hangs.example`)
  for (const email of more) await addSubscriber(ctx, { page, email, components: null, confirmed: true })
  // It answers only when all the others have their mail. Were one of them held up, kim's end would be a time-out.
  const others = until(() => server.mails.length === 41)
  server.fault((to) => (to === at('kim') ? { at: 'rcpt', after: others, code: 450, text: '4.2.1 busy' } : null))
  await open()
  await work({ ...openOffice({ process: 'p' }), slice: 100, slots: 4 })
  assert.deepEqual(
    (await ledger())
      .filter((row) => row.name === 'kim')
      .map(({ state, attempts, detail }) => [state, attempts, detail]),
    [['queued', 1, '450 4.2.1 busy']],
  )
  await others
})
