import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PastAlert, type SimulatedRule, simulate } from './simulate.ts'

const rule = (more: Partial<SimulatedRule>): SimulatedRule => ({
  id: 'r',
  name: 'r',
  mode: 'auto',
  holdFor: 300,
  flapWindow: 600,
  match: {},
  component: 'us',
  ...more,
})
const alert = (minute: number, key: string, state: 'firing' | 'resolved'): PastAlert => ({
  id: `${minute}${key}${state}`,
  keyId: key,
  key,
  state,
  at: minute * 60_000,
  source: 'am',
  kind: 'alertmanager',
  title: key,
  summary: null,
  severity: null,
  labels: {},
})

test('a hold would have kept the short ones quiet', () => {
  const past = [
    alert(0, 'a', 'firing'),
    alert(3, 'a', 'resolved'),
    alert(60, 'a', 'firing'),
    alert(80, 'a', 'resolved'),
  ]
  const { steps, incidents, cancelled } = simulate([rule({ mode: 'hold' })], past)
  assert.deepEqual(
    steps.map((s) => s.outcome),
    ['held', 'cancelled', 'held', 'resolved'],
  )
  assert.equal(cancelled, 1)
  assert.deepEqual(incidents, [
    { rule: 'r', component: 'us', openedAt: 65 * 60_000, resolvedAt: 80 * 60_000, alerts: 0, asked: false },
  ])
})

test('several alerts are one incident, which ends with the last', () => {
  const past = [alert(0, 'a', 'firing'), alert(1, 'b', 'firing'), alert(2, 'a', 'resolved'), alert(9, 'b', 'resolved')]
  const { steps, incidents } = simulate([rule({})], past)
  assert.deepEqual(
    steps.map((s) => s.outcome),
    ['published', 'absorbed', 'absorbed', 'resolved'],
  )
  assert.equal(incidents.length, 1)
})

test('flapping continues the incident', () => {
  const past = [0, 2, 4, 6].flatMap((m) => [alert(m, 'a', 'firing'), alert(m + 1, 'a', 'resolved')])
  const { steps, incidents } = simulate([rule({})], past)
  assert.deepEqual(
    steps.map((s) => s.outcome),
    ['published', 'resolved', 'published', 'absorbed', 'absorbed', 'absorbed', 'absorbed', 'absorbed'],
  )
  assert.deepEqual([incidents.length, incidents[0]!.resolvedAt], [1, 17 * 60_000])
})

test('no rule, nothing posted', () => {
  const { steps, incidents } = simulate(
    [rule({ match: { title: 'other' } })],
    [alert(0, 'a', 'firing'), alert(1, 'a', 'resolved')],
  )
  assert.deepEqual(
    steps.map((s) => s.outcome),
    ['recorded', 'recorded'],
  )
  assert.equal(incidents.length, 0)
})
