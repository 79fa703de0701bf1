import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { parsed } from './parse.ts'

const shape = z.strictObject({
  state: z.enum(['open', 'over', 'any']).optional(),
  kind: z.literal('mail').optional(),
  own: z.enum(['a', 'b'], 'expected a or b, as in the alphabet').optional(),
})

test('a value that is none of those allowed is answered with all that are', () => {
  const said = (value: unknown) => {
    try {
      parsed(shape, value)
    } catch (error) {
      assert.ok(error instanceof InvalidInput)
      return error.problems.map(({ pointer, detail }) => `${pointer} ${detail}`)
    }
  }
  assert.deepEqual(said({ state: 'shut' }), ['/state expected "open", "over" or "any"'])
  assert.deepEqual(said({ kind: 7 }), ['/kind expected "mail"'])
  assert.deepEqual(said({ own: 'c' }), ['/own expected a or b, as in the alphabet'])
})
