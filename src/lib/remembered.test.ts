import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remembered } from './remembered.ts'

test('makes the same answer once, and forgets the one that was asked for longest ago', () => {
  const made: string[] = []
  const twice = remembered((text: string) => {
    made.push(text)
    return text + text
  }, 2)
  const answers = ['a', 'a', 'b', 'a', 'c', 'a', 'b'].map(twice)
  assert.deepEqual(answers, ['aa', 'aa', 'bb', 'aa', 'cc', 'aa', 'bb'])
  assert.deepEqual(made, ['a', 'b', 'c', 'b'])
})
