import assert from 'node:assert/strict'
import { test } from 'node:test'
import { related } from './tree.ts'

const tree = [
  { id: 'api', parent_id: null },
  { id: 'us', parent_id: 'api' },
  { id: 'us-east', parent_id: 'us' },
  { id: 'eu', parent_id: 'api' },
  { id: 'web', parent_id: null },
]

test('related is itself, up and down, never sideways', () => {
  assert.deepEqual([...related(tree, 'us')].sort(), ['api', 'us', 'us-east'])
  assert.deepEqual([...related(tree, 'api')].sort(), ['api', 'eu', 'us', 'us-east'])
  assert.deepEqual([...related(tree, 'web')], ['web'])
})

test('a loop in the data does not hang', () => {
  const loop = [
    { id: 'a', parent_id: 'b' },
    { id: 'b', parent_id: 'a' },
  ]
  assert.deepEqual([...related(loop, 'a')].sort(), ['a', 'b'])
})
