import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killWhileWriting } from './acknowledged.ts'
import { killWhileTelling, repeatsAtMost } from './fan-out.ts'

// The short form of `npm run torture`.
const kills = 3
const print = () => {}

test('killed while alerts and posts come in, nothing that was acknowledged is lost', async () => {
  const { alerts, posts, lost, halves } = await killWhileWriting({ kills, seed: 'short', print })
  assert.deepEqual({ lost, halves }, { lost: [], halves: [] })
  assert.ok(alerts > 5 && posts > 5, `only ${alerts} alerts and ${posts} posts were acknowledged`)
})

test('killed while it tells people, everyone is told, and only what was in flight is repeated, under the same id', async () => {
  const told = await killWhileTelling({ kills, seed: 'short', print, recipients: 300 })
  assert.equal(told.missed, 0)
  assert.equal(told.otherIds, 0)
  assert.ok(told.repeats <= repeatsAtMost(kills), `${told.repeats} repeats`)
})
