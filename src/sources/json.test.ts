import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput } from '../lib/errors.ts'
import { json } from './json.ts'
import { received, receivedAlert } from './received.cases.ts'

const body = {
  events: [
    {
      check: { id: 17, 'display-name': 'Checkout' },
      up: false,
      level: 'P2',
      at: 1772357400,
      tags: [{ k: 'region', v: 'us' }],
    },
    { check: { id: 285731000000025126n, 'display-name': 'Search' }, up: true, level: null, at: 1772357460, tags: [] },
  ],
  link: 'https://checks.acme.example/7',
}
const text = JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? '<17>' : value)).replace(
  '"<17>"',
  '285731000000025126',
)

test('without a mapping our own names are understood', async () => {
  const one = await receivedAlert(json, json.sample.body)
  assert.deepEqual([one.key, one.state, one.severity], ['queue-emails', 'firing', 'warning'])
  assert.equal(one.occurrence, '2026-03-01T09:30:00.000Z')
  const over = await receivedAlert(json, { key: 'a', state: 'Resolved', title: null, endedAt: '2026-03-01T09:40:00Z' })
  assert.deepEqual([over.state, over.title, over.endedAt], ['resolved', 'a', new Date('2026-03-01T09:40:00Z')])
})

test('paths: several alerts in one message, big ids to the last digit', async () => {
  const settings = {
    items: 'events',
    key: 'check.id',
    state: 'up',
    title: 'check.display-name',
    severity: 'level',
    startedAt: 'at',
    labels: 'check',
    firingWhen: 'false',
    resolvedWhen: 'true',
  }
  const { alerts } = await received(json, text, { settings })
  assert.deepEqual(
    alerts.map(({ key, state, title, severity }) => [key, state, title, severity]),
    [
      ['17', 'firing', 'Checkout', 'error'],
      ['285731000000025126', 'resolved', 'Search', null],
    ],
  )
  assert.deepEqual(alerts[0]!.labels, { id: '17', 'display-name': 'Checkout' })
  assert.deepEqual(alerts[0]!.startedAt, new Date('2026-03-01T09:30:00Z'))
})

test('JSONata: values that are put together, and the whole body from within an element', async () => {
  const settings = {
    items: 'events[up = false]',
    key: '"check-" & check.id',
    state: '"firing"',
    title: 'check.`display-name` & " is down"',
    severity: '$lowercase(level)',
    labels: 'tags{k: v}',
    url: '$body.link',
    startedAt: '$fromMillis(at * 1000)',
  }
  const one = await receivedAlert(json, text, { settings })
  assert.deepEqual(
    [one.key, one.title, one.severity, one.labels, one.url],
    ['check-17', 'Checkout is down', 'error', { region: 'us' }, body.link],
  )
  assert.deepEqual(one.startedAt, new Date('2026-03-01T09:30:00Z'))
  const none = await received(json, text, { settings: { ...settings, items: 'events[level = "P9"]' } })
  assert.ok('note' in none)
})

test('places in lists', async () => {
  const settings = { key: 'events[1].check.id', state: 'events[0].up', firingWhen: 'false' }
  assert.equal((await receivedAlert(json, text, { settings })).key, '285731000000025126')
})

test('what a path does not find is named by its place, what an expression does not find by none', async () => {
  const problem = (settings: unknown) =>
    received(json, text, { settings }).then(
      () => '',
      ({ problems }) => problems[0],
    )
  assert.equal((await problem({ key: 'id', state: '"ok"' })).pointer, '/id')
  assert.equal((await problem({ items: 'events', key: 'check.id', state: 'status' })).pointer, '/events/0/status')
  assert.equal((await problem({ items: 'alerts' })).pointer, '/alerts')
  assert.match((await problem({ key: '"a"', state: 'link & ""' })).detail, /found "https:/)
})

test('a mapping that is no JSONata says which and why', async () => {
  const settings = { key: '"a"', state: '"ok"', title: 'a[' }
  await assert.rejects(received(json, text, { settings }), { message: /mapping of title fails: .*"\]"/ })
})

const hostile = {
  'deep recursion': '($f := function($n) { 1 + $f($n) }; $f(1))',
  'a text that doubles': '$reduce([1..60], function($o, $i) { $o & $o }, "aaaa")',
  'a huge range': '[1..10000000]',
  'padding without end': '$pad("", 2000000000)',
  evaluation: '$eval("1")',
  'an error of its own': '$error("no")',
}
for (const [name, title] of Object.entries(hostile)) {
  test(`what no mapping may do is refused by the name of the field: ${name}`, async () => {
    const settings = { key: '"a"', state: '"ok"', title }
    await assert.rejects(received(json, text, { settings }), (error) => {
      assert.ok(error instanceof InvalidInput)
      assert.match(error.message, /^The mapping of title fails: /)
      return true
    })
  })
}

test('a mapping that takes too long is refused while others are understood', async () => {
  const slow = '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)'
  const refused = assert.rejects(
    received(json, text, { settings: { key: '"a"', state: '"ok"', title: slow } }),
    (error) => error instanceof InvalidInput && /takes longer than/.test(error.message),
  )
  const good = { key: '"a" & "b"', state: '"ok"' }
  assert.equal((await receivedAlert(json, text, { settings: good })).key, 'ab')
  await refused
  assert.equal((await receivedAlert(json, text, { settings: good })).key, 'ab')
})

test('an expression reaches nothing but the message', async () => {
  const title = '$string($lookup($$, "constructor")) & $string($lookup($$.link, "__proto__")) & $string($process)'
  assert.equal((await receivedAlert(json, text, { settings: { key: '"a"', state: '"ok"', title } })).title, 'a')
})
