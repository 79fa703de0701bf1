import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { orderWith } from './order.ts'

test('what a file names takes its order, in the places that it has', () => {
  assert.deepEqual(orderWith(['mine', 'a', 'yours', 'b'], ['b', 'a']), ['mine', 'b', 'yours', 'a'])
})

test('what is new follows the last that was there, or comes last', () => {
  assert.deepEqual(orderWith(['a', 'mine'], ['new', 'a']), ['new', 'a', 'mine'])
  assert.deepEqual(orderWith(['mine'], ['a', 'b']), ['mine', 'a', 'b'])
})

test('nothing is lost, the file has its order, the others keep theirs, and once is enough', () => {
  const names = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 })
  fc.assert(
    fc.property(names, names, (now, named) => {
      const after = orderWith(now, named)
      assert.deepEqual([...after].sort(), [...new Set([...now, ...named])].sort())
      assert.deepEqual(
        after.filter((name) => named.includes(name)),
        named,
      )
      const others = (list: string[]) => list.filter((name) => !named.includes(name))
      assert.deepEqual(others(after), others(now))
      assert.deepEqual(orderWith(after, named), after)
    }),
  )
})
