import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../lib/context.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { bringIn } from './bring-in.ts'
import type { Entry } from './decide.ts'
import { mailDestination } from './destination.ts'

const { ctx } = await testContext(await testDatabase())
const { page } = await acme(ctx)

test('one destination in several items of a call is added once, and the others say so', async () => {
  const entry = (email: string): Entry => ({
    destination: mailDestination(ctx, email),
    choice: undefined,
    ...{ labels: undefined, language: undefined, state: undefined, consentAt: null, consentText: null },
  })
  const brought = await transaction(ctx, (inside) =>
    bringIn(
      inside,
      { page, usual: 'active', vouch: 'Alice vouches.' },
      ['pat@x.example', 'PAT@x.example', 'kim@x.example', 'pat@x.example'].map(entry),
    ),
  )
  assert.deepEqual(
    brought.map(({ outcome }) => outcome),
    ['added', 'left_alone', 'added', 'left_alone'],
  )
  assert.equal(new Set(brought.map(({ id }) => id)).size, 2)
})
