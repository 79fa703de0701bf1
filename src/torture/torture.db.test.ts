import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killWhileWriting } from './acknowledged.ts'
import { killWhileTelling } from './fan-out.ts'

// The short form of `npm run torture`.
const kills = 3
const print = () => {}

test('killed while alerts and posts come in, everything that was acknowledged is there, once, and shown and told', async () => {
  const { alerts, posts, lost, wrong } = await killWhileWriting({ kills, seed: 'short', print })
  assert.deepEqual({ lost, wrong }, { lost: [], wrong: [] })
  assert.ok(
    alerts > 0 && posts > 0 && alerts + posts > 10,
    `only ${alerts} alerts and ${posts} posts were acknowledged`,
  )
})

test('killed while it tells people, everyone is told, and only what was in flight is repeated, under the same id', async () => {
  const { repeats, seconds, ...told } = await killWhileTelling({ kills, seed: 'short', print, recipients: 120 })
  assert.deepEqual(told, { recipients: 120, missed: 0, wrongly: 0, otherIds: 0, needless: 0, wrong: [] })
})
