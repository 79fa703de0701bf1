import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccounts } from './accounts/accounts.ts'
import { operatorRoutes } from './operator-routes.ts'
import { readerRoutes } from './reader-routes.ts'

test('operators come by what is below /console and /api/v1, where they are loaded when asked for; nobody else does', () => {
  const things = { accounts: createAccounts() }
  const loadedLate = /^\/(console|api\/v1)(\/|$)/
  const wrong = [
    ...operatorRoutes(things).filter(({ path }) => !loadedLate.test(path)),
    ...readerRoutes(things).filter(({ path }) => loadedLate.test(path)),
  ]
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  )
})
