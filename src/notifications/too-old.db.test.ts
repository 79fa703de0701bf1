import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../channels/channel.ts'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { replayDelivery } from './replay.ts'
import { pauseTelling, resumeTelling } from './telling.ts'
import { wakeLanes } from './wake.ts'

const { setUp } = await engineStage()
const [hour, day] = [3_600_000, 86_400_000]
const away: Outcome = { result: 'transient', reason: 'nobody listens', unreachable: true }
const sent: Outcome = { result: 'sent', detail: '200' }

async function stageWith(name: string, medium: 'slack' | 'email' | 'webhook', answers: () => Outcome) {
  let told = 0
  const channel = tryingChannel(
    medium,
    medium,
    () => {
      const outcome = answers()
      if (outcome.result === 'sent') told++
      return outcome
    },
    { needsAccount: medium === 'email' },
  )
  const stage = await setUp(name, [channel])
  const pass = async (milliseconds: number) => {
    stage.clock.advance(milliseconds)
    await wakeLanes(stage.ctx)
    await stage.work()
  }
  const said = async () => {
    const lines = (await stage.ledger()).map(
      ({ state, detail, reason }) => `${state}: ${state === 'skipped' ? reason : detail}`,
    )
    return [...new Set(lines)].toSorted()
  }
  return { ...stage, pass, said, told: () => told }
}

test('what could not even be tried, as its host was away, is given up after a day, and the ledger says so', async () => {
  let answer: Outcome = away
  const { subscribe, open, work, pass, said, told, ledger, ctx } = await stageWith('away', 'slack', () => answer)
  await subscribe(
    'slack',
    Array.from({ length: 60 }, (_, i) => `chat${i}`),
    'hooks.example',
  )
  await open()
  await work()
  for (let i = 0; i < 23; i++) await pass(hour)
  const waiting = (await ledger()).filter(({ state, attempts }) => state === 'queued' && attempts === 0)
  assert.ok(waiting.length > 10, 'a breaker spares most of them an attempt')
  await pass(hour + 60_000)
  assert.deepEqual(await said(), [
    'failed: given up after a day: its host could not be reached, or its turn did not come',
    'failed: given up after a day: nobody listens',
    'failed: given up after six hours: nobody listens',
  ])
  answer = sent
  await pass(hour)
  assert.equal(told(), 0, 'when the host is back nobody hears of yesterday')
  // Whoever knows better sends it again.
  await replayDelivery(ctx, waiting[0]!.id)
  await pass(1000)
  assert.equal(told(), 1)
})

test('mail waits three days for a server, then says that there was none', async () => {
  const { subscribe, open, work, pass, said, account, told } = await stageWith('none', 'email', () => sent)
  await subscribe('email', ['kim', 'pat'])
  await open()
  await work()
  await pass(3 * day - hour)
  assert.deepEqual(await said(), ['queued: no mail server is configured'])
  await pass(2 * hour)
  assert.deepEqual(await said(), ['failed: given up after three days: no mail server is configured'])
  await account('email', 'at last')
  await pass(10_000)
  assert.equal(told(), 0)
})

test('a webhook waits four days; less than that it is late, and comes', async () => {
  let answer: Outcome = away
  const { subscribe, open, work, pass, said, told } = await stageWith('hook', 'webhook', () => answer)
  await subscribe('webhook', ['kim', 'pat'], 'hooks.example')
  await open()
  await work()
  await pass(3 * day)
  answer = sent
  for (let i = 0; i < 3; i++) await pass(hour)
  assert.deepEqual([told(), await said()], [2, ['sent: 200']])
})

test('a pause does not age what it holds back', async () => {
  const { ctx, subscribe, open, work, pass, said } = await stageWith('paused', 'slack', () => sent)
  await subscribe('slack', ['kim'])
  const { update } = await open()
  await work(noMail)
  await pauseTelling(ctx, update.id)
  await pass(2 * day)
  assert.deepEqual(await said(), ['queued: no account for slack is configured'])
  await resumeTelling(ctx, update.id)
  await pass(1000)
  assert.deepEqual(await said(), ['sent: 200'])
})

test('what fails for now after a long pause is tried as long as what was never paused', async () => {
  let answer: Outcome = { result: 'transient', reason: '503 busy' }
  const { ctx, subscribe, open, work, pass, said, told } = await stageWith('resumed', 'slack', () => answer)
  await subscribe('slack', ['kim'])
  const { update } = await open()
  await work(noMail)
  await pauseTelling(ctx, update.id)
  await pass(7 * hour)
  await resumeTelling(ctx, update.id)
  await pass(1000)
  assert.deepEqual(await said(), ['queued: 503 busy'])
  await pass(5 * hour)
  assert.deepEqual(await said(), ['queued: 503 busy'])
  answer = sent
  await pass(30 * 60_000)
  assert.equal(told(), 1)
})
