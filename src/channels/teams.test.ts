import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { teams } from './teams.ts'

const error = (status: number, code: string): VendorAnswer => ({ status, body: { error: { code, message: 'No.' } } })

test('what a workflow answers', async () => {
  const cases: [VendorAnswer, string][] = [
    [{ status: 202 }, 'sent'],
    [{ status: 200, body: '1' }, 'sent'],
    [error(400, 'TriggerInputSchemaMismatch'), 'refused'],
    [error(400, 'WorkflowTriggerIsNotEnabled'), 'permanent'],
    [error(401, 'DirectApiAuthorizationRequired'), 'refused'],
    [error(404, 'WorkflowNotFound'), 'permanent'],
    [{ status: 410 }, 'permanent'],
    [{ status: 413 }, 'refused'],
    [error(502, 'NoResponse'), 'transient'],
  ]
  for (const [answer, result] of cases) {
    const { outcome } = await attempted(teams, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
  }
})

test('too many: later; also where an old connector says it in the text of a 200', async () => {
  const { outcome } = await attempted(teams, { status: 429, headers: { 'retry-after': '17' } })
  assert.deepEqual(outcome, { result: 'transient', reason: '429', retryAfter: 17 })
  const body =
    'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x'
  assert.equal((await attempted(teams, { status: 200, body })).outcome.result, 'transient')
})

test('the address is asked with its signature', async () => {
  const { request } = await attempted(teams, { status: 202 })
  assert.equal(request.query.sig, 'Zm9yLXRoZS1zYW1wbGUtb25seS1ub3QtYS1rZXk')
  assert.equal(request.host, 'prod-00.westeurope.logic.azure.com')
})

test('other hosts are no workflows', () => {
  for (const url of [
    'https://logic.azure.com.evil.example/workflows/1',
    'https://evillogic.azure.com/workflows/1',
    'https://a.logic.azure.com:8443/workflows/1',
    'https://u:p@a.evil.example/.logic.azure.com',
    'http://a.logic.azure.com/workflows/1',
  ])
    assert.ok(!teams.target.safeParse({ url }).success, url)
})
