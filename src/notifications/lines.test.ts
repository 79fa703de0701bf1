import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from './lines.ts'

function setUp(places = 2) {
  const time = { now: 1000 }
  const lines = linesOf(places, () => time.now)
  /** What has become of a wish to enter: null while it waits. */
  const enter = (host: string) => {
    const wish = { is: null as boolean | null }
    void lines.enter(host).then((isTheirs) => (wish.is = isTheirs))
    return wish
  }
  const settled = () => new Promise(setImmediate)
  return { time, lines, enter, settled, ahead: () => Object.fromEntries(lines.ahead()) }
}

test('as many at once as a host has places, in the order in which they came; other hosts are not held up', async () => {
  const { lines, enter, settled } = setUp()
  const wishes = ['a', 'a', 'a', 'a', 'b'].map(enter)
  await settled()
  assert.deepEqual(
    wishes.map(({ is }) => is),
    [true, true, null, null, true],
  )
  lines.leave('a')
  await settled()
  assert.deepEqual(
    wishes.map(({ is }) => is),
    [true, true, true, null, true],
  )
})

test('whoever waited for half a second is given back, whether somebody leaves or not', async () => {
  const { time, lines, enter, settled } = setUp(1)
  const [first, second, third] = ['a', 'a', 'a'].map(enter)
  time.now += 501
  const fourth = enter('a')
  lines.tire()
  await settled()
  assert.deepEqual([first?.is, second?.is, third?.is, fourth.is], [true, false, false, null])
  time.now += 501
  lines.leave('a')
  await settled()
  assert.equal(fourth.is, false, 'it stood still meanwhile')
  const fifth = enter('a')
  await settled()
  assert.equal(fifth.is, true)
})

test('as many more are claimed for a host as it takes in a moment, less those that wait; none for one that is slow', async () => {
  const { time, lines, enter, ahead } = setUp()
  for (const host of ['quick', 'slow', 'dead', 'dead']) enter(host)
  assert.deepEqual(ahead(), {})
  for (let i = 0; i < 4; i++) {
    time.now += 10
    lines.leave('quick')
    enter('quick')
  }
  assert.deepEqual(ahead(), { quick: 32 }, 'two at once, in 10 ms each: not all 50')
  for (let i = 0; i < 4; i++) {
    time.now += 50
    lines.leave('quick')
    enter('quick')
  }
  assert.deepEqual(ahead(), { quick: 14 }, 'in 34 ms each of late')
  for (let i = 0; i < 4; i++) {
    time.now += 600
    lines.leave('slow')
    enter('slow')
  }
  enter('quick')
  enter('quick')
  enter('dead')
  assert.deepEqual(ahead(), { quick: -1, dead: -1 }, 'who was quick and says nothing any more is not')
})
