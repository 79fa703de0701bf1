import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { simulate } from './simulate.ts'

// The short form of `npm run torture -- simulator`. That it finds what is wrong is tried by `npm run torture -- mutants`.
test('2,000 steps of several processes that are killed, freeze and lose the database: everybody is told, once, in order', async () => {
  const { failing, tally } = await simulate(testDatabase, { seed: 'suite', steps: 2000, cut: 400 })
  const how = () => `npm run torture -- simulator ${failing?.name}\n${failing?.trace.slice(-60).join('\n')}`
  assert.deepEqual(failing?.wrong ?? [], [], how())
  assert.ok(tally.messages > 20, `only ${tally.messages} messages`)
})
