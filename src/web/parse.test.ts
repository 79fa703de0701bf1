import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { parsed } from './parse.ts'

const shape = z.strictObject({
  state: z.enum(['open', 'over', 'any']).optional(),
  kind: z.literal('mail').optional(),
  own: z.enum(['a', 'b'], 'expected a or b, as in the alphabet').optional(),
  places: z.int().min(0).max(6).optional(),
  name: z.string().min(1).max(5).optional(),
  tags: z.array(z.string()).max(1).optional(),
  small: z.number().max(3, 'expected a small number').optional(),
})

const said = (value: unknown) => {
  try {
    parsed(shape, value)
  } catch (error) {
    assert.ok(error instanceof InvalidInput)
    return error.problems.map(({ pointer, detail }) => `${pointer} ${detail}`)
  }
}

test('a value that is none of those allowed is answered with all that are', () => {
  assert.deepEqual(said({ state: 'shut' }), ['/state expected "open", "over" or "any"'])
  assert.deepEqual(said({ kind: 7 }), ['/kind expected "mail"'])
  assert.deepEqual(said({ own: 'c' }), ['/own expected a or b, as in the alphabet'])
})

test('what is too much or too little is answered with how much may be', () => {
  assert.deepEqual(said({ places: 9 }), ['/places expected at most 6'])
  assert.deepEqual(said({ places: -1 }), ['/places expected at least 0'])
  assert.deepEqual(said({ places: 1.5 }), ['/places expected a whole number'])
  assert.deepEqual(said({ name: '' }), ['/name expected at least 1 character'])
  assert.deepEqual(said({ name: 'longer' }), ['/name expected at most 5 characters'])
  assert.deepEqual(said({ tags: ['a', 'b'] }), ['/tags expected at most 1 item'])
  assert.deepEqual(said({ small: 4 }), ['/small expected a small number'])
})
