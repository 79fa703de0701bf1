import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { claim, releaseOwn } from './claim.ts'
import { factsOf } from './facts.ts'
import type { Lane } from './lanes.ts'
import { skipped, writeSettled } from './settle.ts'

const { setUp } = await engineStage()

test('the end of an earlier claim says nothing of a later one, be it of the same process', async () => {
  const hook = tryingChannel('webhook', 'webhook', () => ({ result: 'sent', detail: '200' }))
  const { ctx, clock, page, subscribe, open, work, ledger } = await setUp('same-process', [hook])
  await subscribe('webhook', ['pat'])
  await open()
  await work(noMail)
  const lane: Lane = { name: 'first', page, channel: 'webhook' }
  const claimed = async () => {
    const [facts] = await factsOf(ctx, await claim(ctx, lane, { process: 'p', count: 1 }))
    return facts!
  }
  const endOf = async (facts: Awaited<ReturnType<typeof claimed>>) => {
    await writeSettled(ctx, 'p', [skipped(facts, 'it had to be')])
    const [row] = await ledger()
    return row?.state
  }
  const earlier = await claimed()
  await releaseOwn(ctx, lane, 'p')
  clock.advance(1000)
  const later = await claimed()
  assert.deepEqual([await endOf(earlier), await endOf(later)], ['sending', 'skipped'])
})
