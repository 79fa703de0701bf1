import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { runOnce } from './recurring.ts'

const database = await testDatabase()

test('what fails for one organization is done for the others', async () => {
  const { base, ctx } = await testContext(database, { seed: 'one' })
  const other = await testContext(database, { seed: 'other' })
  const done: string[] = []
  const run = async ({ org }: { org: string }) => {
    done.push(org)
    throw new Error('no')
  }
  await runOnce(base, { name: 'task', everySeconds: 1, run })
  assert.deepEqual(done.sort(), [ctx.org, other.ctx.org].sort())
})
