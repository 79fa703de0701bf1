import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationInWords, exactDurationInWords, parseDuration, shortDuration } from './duration.ts'

test('reads durations', () => {
  for (const [text, seconds] of [
    ['5m', 300],
    ['90s', 90],
    ['1h30m', 5400],
    ['2d', 172_800],
  ] as const)
    assert.equal(parseDuration(text), seconds)
})

test('refuses what is none', () => {
  for (const text of ['', '5', 'm', '5 m', '-5m', '0s', '1w', '5m!', '999999d'])
    assert.equal(parseDuration(text), null, text)
})

test('writes what it reads', () => {
  for (const seconds of [1, 59, 60, 300, 5400, 86_400, 90_061])
    assert.equal(parseDuration(shortDuration(seconds)), seconds)
})

test('says a duration in words', () => {
  const minute = 60_000
  assert.equal(durationInWords(20_000), 'less than a minute')
  assert.equal(durationInWords(minute), '1 minute')
  assert.equal(durationInWords(65 * minute), '1 hour 5 minutes')
  assert.equal(durationInWords(120 * minute), '2 hours')
  assert.equal(durationInWords(1500 * minute), '1 day 1 hour')
})

test('says a duration that was set, to the second', () => {
  assert.equal(exactDurationInWords(20), '20 seconds')
  assert.equal(exactDurationInWords(1), '1 second')
  assert.equal(exactDurationInWords(90), '1 minute 30 seconds')
  assert.equal(exactDurationInWords(300), '5 minutes')
  assert.equal(exactDurationInWords(90_060), '1 day 1 hour 1 minute')
})
