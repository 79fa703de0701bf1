import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byWhom } from './words.ts'

test('what a rule posts is by Upfront, not by the job that carried it out', () => {
  assert.equal(byWhom({ automatic: true, created_by: 'publish-due-draft' }), 'Upfront')
  assert.equal(byWhom({ automatic: false, created_by: 'Bob' }), 'Bob')
})
