import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf } from './columns.ts'

test('a column may be called anything: what nobody knows is nothing, also what every object knows', () => {
  const header = ['E-Mail', '__proto__', 'constructor', 'toString', 'valueOf', 'has own property', 'id']
  assert.deepEqual(columnsOf(header), {
    meanings: ['email', null, null, null, null, null, null],
    names: header,
    unused: ['id'],
    unknown: header.slice(1, -1),
  })
})

test('of two columns of addresses the first is read, and the other is named as not read', () => {
  const { meanings, unused, unknown } = columnsOf(['E-Mail', 'Email Address', 'mail', 'Labels', 'id', 'colour'])
  assert.deepEqual(meanings, ['email', null, null, 'labels', null, null])
  assert.deepEqual([unused, unknown], [['Email Address', 'mail', 'id'], ['colour']])
})
