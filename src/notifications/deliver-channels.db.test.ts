import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { correctUpdate } from '../incidents/correct-update.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { liftSuppression } from '../subscribers/suppress.ts'
import { engineStage, type Sent, tryingChannel } from '../test/engine.ts'
import { replayDelivery } from './replay.ts'
import { wakeLanes } from './wake.ts'

const { setUp } = await engineStage()
const sent: Outcome = { result: 'sent', detail: '200' }
const away: Outcome = { result: 'transient', reason: 'connection refused', unreachable: true }

test('one account that is away lets the next one carry the message, at once and under the same id', async () => {
  const all: Sent[] = []
  const answer = (one: Sent): Outcome => {
    all.push(one)
    return one.account === 'first' ? away : { ...sent, receipt: `SM-${one.to}` }
  }
  const twilio = tryingChannel('twilio-sms', 'sms', answer, { needsAccount: true })
  const vonage = tryingChannel('vonage-sms', 'sms', answer, { needsAccount: true })
  const { subscribe, account, open, work, ledger } = await setUp('fail-over', [twilio, vonage])
  await subscribe(
    'sms',
    Array.from({ length: 12 }, (_, i) => `p${String(i).padStart(2, '0')}`),
  )
  await account('twilio-sms', 'first', 0)
  const second = await account('vonage-sms', 'second', 1)
  await open()
  await work()
  const rows = await ledger()
  assert.ok(
    rows.every(({ state, attempts, account_id }) => state === 'sent' && attempts === 1 && account_id === second),
  )
  assert.deepEqual([rows[0]?.receipt, rows[0]?.host], ['SM-p00', 'second.vendor.example'])
  const atFirst = all.filter((one) => one.account === 'first')
  assert.ok(atFirst.length >= 1 && atFirst.length <= 8, `${atFirst.length} attempts at the one that is away`)
  for (const { to, message } of all) assert.equal(message.id, rows.find(({ name }) => name === to)?.id)
})

test('a message that may have arrived is not given to another account before it is tried again', async () => {
  const accounts: string[] = []
  const answer = ({ account }: Sent): Outcome => {
    accounts.push(account)
    if (account === 'second') return sent
    return { result: 'transient', reason: 'no complete answer within 10 s', unreachable: true, mayHaveArrived: true }
  }
  const { ctx, clock, subscribe, account, open, work, ledger } = await setUp('unknown', [
    tryingChannel('twilio-sms', 'sms', answer, { needsAccount: true }),
  ])
  await subscribe('sms', ['pat'])
  await account('twilio-sms', 'first', 0)
  await account('twilio-sms', 'second', 1)
  await open()
  await work()
  assert.deepEqual(accounts, ['first'])
  assert.deepEqual(
    (await ledger()).map(({ state, attempts }) => [state, attempts]),
    [['queued', 1]],
  )
  clock.advance(10_000)
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(accounts, ['first', 'second'])
})

test('410 ends a webhook, the others go on; its line says so, and sending it again works once it is back', async () => {
  let answer: Outcome = { result: 'permanent', reason: '410: gone' }
  const heard: string[] = []
  const hook = tryingChannel('webhook', 'webhook', (one) => {
    heard.push(one.message.id)
    return one.to === 'dead' ? answer : sent
  })
  const { ctx, subscribe, open, work, ledger } = await setUp('gone', [hook])
  const [dead] = await subscribe('webhook', ['dead', 'well'])
  const { id } = await open()
  await work()
  const rows = await ledger()
  assert.deepEqual(
    rows.map(({ name, state, detail, subscriber_state }) => [name, state, detail, subscriber_state]),
    [
      ['dead', 'failed', '410: gone', 'quarantined'],
      ['well', 'sent', '200', 'active'],
    ],
  )
  const events = await ctx.db
    .selectFrom('events')
    .select('kind')
    .where('subject_id', '=', dead ?? '')
    .execute()
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['subscriber.quarantined'],
  )
  await postUpdate(ctx, id, { status: 'identified', body: 'Found.' })
  await work()
  assert.equal(
    (await ledger()).find((row) => row.name === 'dead' && row.number === 2)?.reason,
    'is in quarantine: nothing is sent to it',
  )
  await assert.rejects(replayDelivery(ctx, rows[1]?.id ?? ''), /Only a delivery that failed/)
  assert.equal((await liftSuppression(ctx, dead ?? '')).state, 'active')
  answer = sent
  await replayDelivery(ctx, rows[0]?.id ?? '')
  await work()
  assert.equal((await ledger())[0]?.state, 'sent')
  assert.equal(heard.filter((one) => one === rows[0]?.id).length, 2, 'the same id')
})

test('what is corrected before it leaves leaves corrected', async () => {
  const bodies: string[] = []
  let answer: Outcome = { result: 'transient', reason: '503' }
  const chat = tryingChannel('slack', 'slack', ({ message }) => {
    bodies.push(message.body)
    return answer
  })
  const { ctx, clock, subscribe, open, work } = await setUp('corrected', [chat])
  await subscribe('slack', ['room'])
  const { id, update } = await open()
  await work()
  await correctUpdate(ctx, id, update.id, { body: 'Only a little slow.', notify: true })
  await work()
  answer = sent
  clock.advance(10_000)
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(bodies, ['It is slow.', 'Only a little slow.'])
})

test('a reader never hears older news after newer, whatever fails when', async () => {
  const arrived = new Map<string, number[]>()
  let dice = 7
  const answer = ({ to, message }: Sent): Outcome => {
    dice = (dice * 1103515245 + 12345) % 2147483648
    if (dice % 3 === 0) return { result: 'transient', reason: '500', retryAfter: 1 }
    arrived.set(to, [...(arrived.get(to) ?? []), message.incident?.update.number ?? 0])
    return sent
  }
  const { ctx, clock, subscribe, open, work, ledger, openOffice } = await setUp('order', [
    tryingChannel('webhook', 'webhook', answer),
  ])
  const office = { ...openOffice(), slice: 50 }
  await subscribe(
    'webhook',
    Array.from({ length: 20 }, (_, i) => `e${i}`),
  )
  const { id } = await open()
  for (const status of ['identified', 'monitoring', 'identified', 'monitoring', 'resolved']) {
    await work(office)
    clock.advance(3000)
    await wakeLanes(ctx)
    await postUpdate(ctx, id, { status, body: status })
  }
  for (let i = 0; i < 30; i++) {
    await work(office)
    clock.advance(6 * 3_600_000)
    await wakeLanes(ctx)
  }
  assert.equal(arrived.size, 20)
  for (const numbers of arrived.values()) {
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    )
    assert.equal(numbers.at(-1), 6, 'everybody hears the end')
  }
  assert.ok((await ledger()).every(({ state }) => state === 'sent' || state === 'superseded'))
})

test('a reader is told in their language, else the page’s; later messages answer the first', async () => {
  const all: Sent[] = []
  const chat = tryingChannel('slack', 'slack', (one) => {
    all.push(one)
    return { ...sent, receipt: `ts-${one.message.id}` }
  })
  const { ctx, subscribe, open, work } = await setUp('language', [chat])
  const [german] = await subscribe('slack', ['de', 'own'])
  await ctx.db
    .updateTable('subscribers')
    .set({ language: 'de' })
    .where('id', '=', german ?? '')
    .execute()
  const { id } = await open({ components: { 'api-us': 'degraded_performance' } })
  await work()
  await postUpdate(ctx, id, { status: 'resolved', body: 'Over.' })
  await work()
  const [first, second] = all.filter(({ to }) => to === 'de').map(({ message }) => message)
  assert.ok(first && second)
  assert.equal(first.language, 'de')
  assert.match(first.heading, /: Slow$/)
  assert.doesNotMatch(
    [first.heading, ...first.facts, first.link.label, first.manage?.label].join(),
    /Investigating|affects|Since|Read/,
  )
  assert.match(first.facts[0] ?? '', /^Betroffen: API · US \(/)
  assert.equal(first.because, 'Sie folgen allem')
  assert.deepEqual([first.answers, second.answers], [null, `ts-${first.id}`])
  assert.equal(first.thread, second.thread)
  const own = all.find(({ to }) => to === 'own')?.message
  assert.deepEqual([own?.heading, own?.because], ['Investigating: Slow', 'you follow everything'])
  assert.equal(own?.link.url, `${own?.page.url}/incidents/${id}`)
  assert.deepEqual([second.incident?.isOver, second.incident?.update.number], [true, 2])
})
