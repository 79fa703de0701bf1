import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutTurns } from './bidi.ts'

test('what turns the direction of all that follows is gone; words and marks of every script stay', () => {
  assert.equal(withoutTurns('All is \u202ewell\u202c, \u2066not\u2069 \u202adown\u202b\u202d'), 'All is well, not down')
  for (const text of ['تعطّل الدفع \u200fAPI\u200e', 'זה תקול', 'naïve 👩\u200d💻'])
    assert.equal(withoutTurns(text), text)
})
