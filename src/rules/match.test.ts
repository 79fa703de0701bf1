import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstMatch, Match, matches } from './match.ts'

const alert = {
  source: 'newrelic',
  kind: 'newrelic',
  key: 'k1',
  title: 'High latency on api (us)',
  summary: null,
  severity: 'critical' as const,
  labels: { region: 'us', team: 'payments' },
}

test('globs, regexes, lists and labels', () => {
  for (const match of [
    {},
    { source: 'newrelic', title: '*latency*', severity: ['warning', 'critical'] },
    { title: '/lat(e|a)ncy.*\\(us\\)$/' },
    { title: 'HIGH LATENCY*' },
    { 'labels.region': ['eu', 'u?'] },
  ])
    assert.equal(matches(Match.parse(match), alert), true, JSON.stringify(match))
  for (const match of [
    { title: 'latency' },
    { severity: 'warning' },
    { 'labels.zone': '*' },
    { summary: '*' },
    { source: 'newrelic', key: 'k2' },
  ])
    assert.equal(matches(Match.parse(match), alert), false, JSON.stringify(match))
})

test('glob characters of a regex are plain text', () => {
  assert.equal(matches({ title: '*(us)' }, alert), true)
  assert.equal(matches({ title: 'High.latency*' }, alert), false)
})

test('the first that matches decides', () => {
  const rules: { name: string; match: Match }[] = [
    { name: 'a', match: { title: 'nothing' } },
    { name: 'b', match: {} },
    { name: 'c', match: { title: '*' } },
  ]
  assert.equal(firstMatch(rules, alert)?.name, 'b')
})

test('a mistake says where and what was expected', () => {
  const result = Match.safeParse({ titel: 'x', title: ['ok', '/(?=a)/'] })
  assert.deepEqual(
    result.error?.issues.map((i) => [i.path.join('/'), i.message.split(' ').slice(0, 3).join(' ')]),
    [
      ['title/1', 'expected a regular'],
      ['titel', 'unknown field; did'],
    ],
  )
})

test('a hostile pattern stays linear', () => {
  const long = { ...alert, title: 'a'.repeat(50_000) }
  const started = process.hrtime.bigint()
  matches({ title: '/(a+)+$b/' }, long)
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 2000)
})

test('a label that the alert does not have never fits, whatever objects have of their own', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
    assert.equal(matches(Match.parse({ [`labels.${name}`]: '*' }), alert), false, name)
})
