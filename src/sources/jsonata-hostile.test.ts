import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluateAll } from './jsonata.ts'

const hostile: Record<string, [string, RegExp]> = {
  'endless recursion': ['($f := function($n) { $f($n) }; $f(1))', /takes longer than 1 s/],
  'a slow regular expression': [
    '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)',
    /takes longer than 1 s/,
  ],
  'a value that doubles': [
    '$string($reduce([1..60], function($o, $i) { {"a": $o, "b": $o} }, 1))',
    /takes (longer than 1 s|more than 64 MB)/,
  ],
  'lists of lists': ['[1..9999].[1..9999]', /takes (longer than 1 s|more than 64 MB)/],
}

for (const [name, [expression, refusal]] of Object.entries(hostile)) {
  test(`the process goes on while an expression is stopped: ${name}`, async () => {
    let turns = 0
    const turning = setInterval(() => turns++, 10)
    await assert.rejects(evaluateAll({ x: expression }, [{}], {}), refusal)
    clearInterval(turning)
    assert.ok(turns >= 10, `it turned ${turns} times`)
    assert.deepEqual(await evaluateAll({ x: '1 + 1' }, [{}], {}), [{ x: 2 }])
  })
}
