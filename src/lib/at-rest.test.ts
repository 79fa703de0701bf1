import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givingBack } from './at-rest.ts'

const mega = 2 ** 20
const minute = 60_000

function watched() {
  let held = 70 * mega
  const look = givingBack(
    () => (held = 50 * mega),
    () => held,
  )
  return { look: (load: number, now: number) => look({ load, now }), grow: (to: number) => (held = to * mega) }
}

test('what a start left behind is given back once little was done for two looks', () => {
  const { look } = watched()
  const loads = [0.9, 0.01, 0.3, 0.01, 0.01, 0.01]
  assert.deepEqual(
    loads.map((load, i) => look(load, i * 5000)),
    [false, false, false, false, true, false],
  )
})

test('it comes again where much was gathered since, and not soon', () => {
  const { look, grow } = watched()
  look(0, 0)
  assert.equal(look(0, 5000), true)
  grow(55)
  assert.equal(look(0, 30 * minute), false)
  grow(60)
  assert.equal(look(0, 9 * minute), false)
  assert.equal(look(0.06, 30 * minute), false)
  assert.equal(look(0, 31 * minute), false)
  assert.equal(look(0, 32 * minute), true)
})
