import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labels, needState, severity, text, webAddress } from './read.ts'
import { time } from './time.ts'

const field = (value: unknown) => ({ value, pointer: '' })

test('texts', () => {
  const cases: [unknown, string | null][] = [
    ['a', 'a'],
    [' a ', 'a'],
    [7, '7'],
    [0, '0'],
    [['x', 'y'], 'x'],
  ]
  const nothing = [
    '',
    ' ',
    'null',
    'undefined',
    '$EVENT_TITLE',
    '*monitorID*',
    '{{ json title }}',
    null,
    undefined,
    true,
    {},
    [],
    [[1]],
  ]
  for (const [value, expected] of [...cases, ...nothing.map((value): [unknown, null] => [value, null])])
    assert.equal(text(field(value)), expected, JSON.stringify(value))
  assert.equal(text(field('$5 off')), '$5 off')
})

test('times, as vendors write them', () => {
  const same = [
    '2026-03-01T09:30:00Z',
    '2026-03-01T10:30:00+01:00',
    '2026-03-01T09:30:00.000+0000',
    '2026-03-01 09:30:00',
    '2026-03-01T09:30:00.000000999Z',
    '2026-03-01 09:30:00 UTC',
    '2026-03-01T09:30',
    1772357400,
    '1772357400',
    1772357400000,
    '1772357400000',
    1772357400000000,
    '1772357400.000',
  ]
  for (const value of same) assert.equal(time(field(value))?.toISOString(), '2026-03-01T09:30:00.000Z', String(value))
  const none = [
    '0001-01-01T00:00:00Z',
    0,
    -1,
    5,
    1e20,
    '',
    'soon',
    '2026-13-45',
    '2026-03-01T99:00:00Z',
    null,
    true,
    {},
    [1772357400],
    Number.NaN,
  ]
  for (const value of none) assert.equal(time(field(value)), null, String(value))
})

test('severities', () => {
  const words = [
    'CRITICAL',
    'page',
    'Sev-1',
    'error',
    'High',
    'P2',
    'warn',
    'medium',
    'Info',
    'low',
    'P5',
    'purple',
    '',
    null,
  ]
  const ours = [
    'critical',
    'critical',
    'critical',
    'error',
    'error',
    'error',
    'warning',
    'warning',
    'info',
    'info',
    'info',
    null,
    null,
    null,
  ]
  assert.deepEqual(words.map(severity), ours)
})

test('only http and https lead anywhere', () => {
  assert.equal(webAddress('https://a.example/b'), 'https://a.example/b')
  for (const value of [
    'javascript:alert(1)',
    'ftp://x',
    '//x',
    'https://',
    'x',
    `https://x/${'a'.repeat(3_000)}`,
    null,
  ])
    assert.equal(webAddress(value), null)
})

test('labels take what is a text, a number or a boolean', () => {
  assert.deepEqual(labels(field({ a: 'x', b: 1, c: true, d: null, e: {}, f: [] })), { a: 'x', b: '1', c: 'true' })
  for (const value of [null, 'x', [['a', 'b']], 5]) assert.deepEqual(labels(field(value)), {})
})

test('a state that is an own word only', () => {
  assert.throws(
    () => needState(field({ s: 'constructor' }), { ok: 'resolved' }, 's'),
    /\/s: expected one of ok, found "constructor"/,
  )
})
