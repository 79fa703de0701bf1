import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { simulate } from './simulate.ts'

test('2,000 steps of several processes that are killed, freeze and lose the database: everybody is told, once, in order', async () => {
  const database = await testDatabase()
  const { failing, wrong, trace, told } = await simulate(database, { seed: 'suite', steps: 2000 })
  assert.deepEqual(wrong, [], `npm run torture -- simulator ${failing}\n${trace.slice(-60).join('\n')}`)
  assert.ok(told > 50, `only ${told} messages`)
})
