import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest } from './nearest.ts'

const fields = ['name', 'timeZone', 'supportUrl', 'components', 'host']

test('a slip of the finger is recognised', () => {
  assert.equal(nearest('nmae', fields), 'name')
  assert.equal(nearest('componets', fields), 'components')
  assert.equal(nearest('timezone', fields), 'timeZone')
  assert.equal(nearest('host ', fields), 'host')
})

test('another word is left alone', () => {
  assert.equal(nearest('colour', fields), null)
  assert.equal(nearest('x', fields), null)
  assert.equal(nearest('', fields), null)
  assert.equal(nearest('n'.repeat(100_000), fields), null)
})
