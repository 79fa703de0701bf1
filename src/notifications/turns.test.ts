import assert from 'node:assert/strict'
import { test } from 'node:test'
import { turnsWith } from './turns.ts'

test('work begins in turn and goes on side by side, with a breath where it takes long', async () => {
  let at = 0
  let breaths = 0
  const turns = turnsWith({
    elapsed: () => at,
    wait: async () => {},
    breathe: async () => void breaths++,
  })
  const began: number[] = []
  const ends = new Map<number, () => void>()
  const all = [1, 2, 3, 4].map((n) =>
    turns.take(async () => {
      began.push(n)
      at += n === 2 ? 5 : 0
      await new Promise<void>((end) => ends.set(n, end))
      return n
    }),
  )
  while (began.length < 4) await null
  assert.deepEqual([began, breaths], [[1, 2, 3, 4], 1])
  for (const n of [4, 2, 1, 3]) ends.get(n)?.()
  assert.deepEqual(await Promise.all(all), [1, 2, 3, 4])
  const late = turns.take(async () => 'more')
  assert.equal(await late, 'more')
})

test('who fails keeps nobody from their turn', async () => {
  const turns = turnsWith({ elapsed: () => 0, wait: async () => {} })
  const failing = turns.take(async () => {
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  assert.equal(await turns.take(async () => 'next'), 'next')
})
