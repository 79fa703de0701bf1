import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testClock } from '../test/clock.ts'
import { seededRandom } from '../test/random.ts'
import { givenUp, nextAttempt } from './schedule.ts'

const hour = 3_600_000

/** The pauses until it is given up, in seconds, where every attempt fails at once. */
function pausesOf(channel: string, retryAfter = 0): number[] {
  const clock = testClock()
  const random = seededRandom(channel)
  const created_at = clock.now()
  const pauses: number[] = []
  for (let attempts = 0; attempts < 100; attempts++) {
    const at = nextAttempt({ now: clock.now, random }, { channel, attempts, created_at, not_before: null }, retryAfter)
    if (!at) return pauses
    pauses.push((at.getTime() - clock.now().getTime()) / 1000)
    clock.set(at)
  }
  throw new Error('never given up')
}

const near = (given: readonly number[], wanted: readonly number[]) =>
  given.length === wanted.length && given.every((one, i) => Math.abs(one / (wanted[i] ?? 0) - 1) <= 0.2001)

test('a webhook is tried ten times, as Standard Webhooks has it', () => {
  const hours = [2, 5, 10, 14, 20, 24].map((one) => one * 3600)
  const pauses = pausesOf('webhook')
  assert.ok(near(pauses, [5, 300, 1800, ...hours]), pauses.join())
})

test('old news is no news in a chat: six hours', () => {
  const pauses = pausesOf('slack')
  assert.ok(near(pauses.slice(0, 6), [5, 30, 120, 600, 1800, 3600]), pauses.join())
  assert.ok(pauses.reduce((sum, one) => sum + one) <= 6 * 3600)
  assert.match(givenUp({ channel: 'sms' }, 'busy'), /^given up after six hours: busy$/)
})

test('mail is patient for three days', () => {
  const total = pausesOf('email').reduce((sum, one) => sum + one)
  assert.ok(total > 66 * 3600 && total <= 72 * 3600)
})

test('the other side says when, at most in a day', () => {
  assert.equal(pausesOf('webhook', 900)[0], 900)
  assert.ok(pausesOf('webhook', 1e9).every((one) => one <= 24 * 3600 * 1.2))
})

test('what waited on purpose is not old', () => {
  const clock = testClock()
  const tried = { channel: 'sms', attempts: 0, created_at: new Date(clock.now().getTime() - 9 * hour) }
  const ctx = { now: clock.now, random: seededRandom('quiet') }
  assert.equal(nextAttempt(ctx, { ...tried, not_before: null }), null)
  assert.ok(nextAttempt(ctx, { ...tried, not_before: clock.now() }))
})
