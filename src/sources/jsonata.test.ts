import assert from 'node:assert/strict'
import { test } from 'node:test'
import jsonata from 'jsonata'
import { evaluateAll } from './jsonata.ts'
import { mapped } from './mapping.ts'

const input = {
  alert: { name: 'Checkout', id: 17, tags: ['eu', 'web'], values: [3, 1, 2] },
  items: [
    { id: 1, state: 'down', labels: [{ k: 'a', v: 'x' }] },
    { id: 2, state: 'up', labels: [] },
  ],
}

// The first test, when there is no thread yet.
test('plain paths need no thread', async (t) => {
  let threads = 0
  const count = () => threads++
  process.on('worker', count)
  t.after(() => process.off('worker', count))
  const body = { value: input, pointer: '' }
  const [found] = await mapped(body, '', { key: 'alert.id', state: 'items[0].state', title: '' })
  assert.deepEqual([found?.key.value, found?.state.value, found?.title.value, threads], [17, 'down', undefined, 0])
})

// One of each kind of step that the library takes asynchronously.
const expressions = `alert.name
items[state = "down"].id
items[0].labels{k: v}
items.{"id": id, "up": state = "up"}
alert.name & " " & $string(alert.id)
alert.id > 10 and alert.name != "x" ? "big" : "small"
$exists(alert.nothing) or false
alert.values^(>$)
$sort(alert.values, function($a, $b) { $a > $b })
$map(items, function($i) { $i.id * 2 })
$filter(items, function($i) { $i.state = "up" }).id
$reduce(alert.values, function($a, $b) { $a + $b })
$sum(alert.values) ~> $string()
$each(alert, function($v, $k) { $k })
$sift(alert, function($v, $k) { $k = "id" })
$single(items, function($i) { $i.id = 2 }).state
$replace(alert.name, /(o)(u)/, function($m) { $m.groups[0] & "-" & $m.groups[1] })
$match("a1b22", /[0-9]+/).match
$split("a, b,c", /, */)
$contains(alert.name, /check/i)
$join(alert.tags, "+")
alert ~> | $ | {"id": 18} |
items ~> |$|{"seen": true}|
($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(6))
($add := function($a, $b) { $a + $b }; $plus := $add(?, 5); $plus(3))
items@$i.labels#$n.{"id": $i.id, "n": $n}
items.labels.%.id
**.id
alert.*
$merge(items.{$string(id): state})
$lookup(alert, "name")
$fromMillis(1772357400000, "[Y0001]-[M01]-[D01]")
alert.nothing`.split('\n')

for (const expression of expressions) {
  test(`as the library itself: ${expression}`, async () => {
    const expected = JSON.parse(JSON.stringify({ x: await jsonata(expression).evaluate(input) }))
    assert.deepEqual(await evaluateAll({ x: expression }, [input], input), [expected])
  })
}

test('expressions that are evaluated at the same time do not mix', async () => {
  const found = await Promise.all(
    Array.from({ length: 20 }, (_, id) => evaluateAll({ id: 'id', next: 'id + $body.step' }, [{ id }], { step: 1 })),
  )
  assert.deepEqual(
    found,
    found.map((_, id) => [{ id, next: id + 1 }]),
  )
})
