import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createTally } from './tally.ts'

function newTally(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const tally = createTally(60_000)
  const said: [string, number][] = []
  const state = { fails: false }
  const count = (key: string) =>
    tally.count(key, async (times) => {
      if (state.fails) throw new Error('no database')
      said.push([key, times])
    })
  const pass = async () => {
    t.mock.timers.tick(60_000)
    await new Promise((done) => setImmediate(done))
  }
  return { count, said, pass, state }
}

test('the first is said at once, the others together', async (t) => {
  const { count, said, pass } = newTally(t)
  for (const key of ['a', 'b', 'a', 'a']) await count(key)
  assert.deepEqual(said.splice(0), [
    ['a', 1],
    ['b', 1],
  ])
  await pass()
  assert.deepEqual(said.splice(0), [['a', 2]])
  await count('b')
  await count('a')
  assert.deepEqual(said.splice(0), [['b', 1]])
  await pass()
  await pass()
  assert.deepEqual(said.splice(0), [['a', 1]])
  await count('a')
  assert.deepEqual(said, [['a', 1]])
})

test('what could not be said is said later', async (t) => {
  const { count, said, pass, state } = newTally(t)
  state.fails = true
  for (let i = 0; i < 3; i++) await count('a')
  await pass()
  state.fails = false
  await pass()
  assert.deepEqual(said, [['a', 3]])
})
