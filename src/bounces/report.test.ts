import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReport } from './report.ts'
import { complaint, dsn, outOfOffice, unsubscribeMail } from './reports.cases.ts'

test('a report of failure says for good or for now, in the words of the server', () => {
  assert.deepEqual(readReport(dsn(), ''), {
    kind: 'bounce',
    hard: true,
    reason: '550 5.1.1 <pat@customer.example>: unknown user',
  })
  const cases = [
    ['5.1.10', '556 5.1.10 null MX', true],
    ['5.0.0', '550 no such user', true],
    ['5.2.2', '552 5.2.2 mailbox full', false],
    ['5.7.1', '550 5.7.1 blocked', false],
    ['4.4.7', 'expired', false],
  ] as const
  for (const [status, diagnostic, hard] of cases) {
    const report = readReport(dsn({ status, diagnostic }), '')
    assert.ok(report.kind === 'bounce' && report.hard === hard, `${status}: ${JSON.stringify(report)}`)
  }
})

test('delays, deliveries, answers of machines and our own mail are no bounces', () => {
  for (const action of ['delayed', 'delivered', 'relayed', 'expanded'])
    assert.deepEqual(readReport(dsn({ action, status: '4.4.1' }), ''), { kind: 'auto' })
  assert.deepEqual(readReport(outOfOffice, 'pat@customer.example'), { kind: 'auto' })
  assert.deepEqual(readReport(unsubscribeMail, ''), { kind: 'auto' })
  const own = 'From: status@acme.example\r\nList-Id: <page.acme.example>\r\nPrecedence: bulk\r\n\r\nStatus: 5.1.1'
  assert.deepEqual(readReport(own, 'status@acme.example'), { kind: 'auto' })
})

test('a complaint is one, unless it says that it is no spam', () => {
  assert.deepEqual(readReport(complaint('u+x@b'), 'feedback@provider.example'), { kind: 'complaint', reason: 'abuse' })
  assert.deepEqual(readReport(complaint('u+x@b', 'not-spam'), ''), { kind: 'auto' })
})

test('whatever comes, nothing breaks and nothing takes long', () => {
  const half = dsn().slice(0, 700)
  for (const raw of [
    '',
    '\0',
    half,
    'Content-Type: message/delivery-status',
    `${'a'.repeat(900_000)}\n\n`,
    '\n'.repeat(900_000),
  ])
    assert.ok(['auto', 'person', 'bounce'].includes(readReport(raw, 'a@b.example').kind))
})
