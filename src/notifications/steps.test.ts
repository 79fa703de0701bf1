import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noWishes } from '../subscribers/preferences.ts'
import type { Listener, Subject } from './choose.ts'
import { stepsOf } from './steps.ts'

const subject: Subject = {
  kind: 'update',
  notify: true,
  concerned: new Map([['api', 'follows API, which is affected']]),
  post: { incident: 'i', kind: 'incident', impact: 'minor', isLast: false },
}
const listener: Listener = { state: 'active', reason: null, choice: ['api'] }
const noes = (more: Partial<Subject>, who: Partial<Listener>) =>
  stepsOf({ ...subject, ...more }, { ...listener, ...who })
    .filter(({ good }) => !good)
    .map(({ answer }) => answer)

test('whoever is told has a yes to each question, with why they follow it', () => {
  const steps = stepsOf(subject, listener)
  assert.ok(steps.every(({ good, remedy }) => good && remedy === null))
  assert.ok(steps.some(({ answer }) => answer === 'follows API, which is affected'))
})

test('all that stands in the way is named, in the order in which it is asked, each with a remedy', () => {
  const wishes = {
    ...noWishes,
    kinds: ['maintenance' as const],
    leastImpact: 'critical' as const,
    digest: 'daily' as const,
  }
  const all = stepsOf(
    { ...subject, notify: false, labels: ['gold'], sight: () => ({ sees: false, concerned: subject.concerned }) },
    { ...listener, state: 'suppressed', reason: 'refused', choice: ['web'], wishes },
  ).filter(({ good }) => !good)
  assert.deepEqual(
    all.map(({ answer }) => answer),
    [
      'this post asked to tell nobody',
      'takes no messages any more: refused',
      'not in the audience',
      'is not labelled gold',
      'does not follow an affected component',
      'asked only for planned work; this is an incident',
      'asked for critical impact; this one is minor',
      'gets a daily digest',
    ],
  )
  assert.ok(all.every(({ remedy }) => remedy))
})

test('one obstacle is one no, whatever else they wish', () => {
  assert.deepEqual(noes({}, { state: 'unconfirmed' }), ['has not confirmed yet'])
  assert.deepEqual(noes({}, { choice: null, wishes: { ...noWishes, tags: ['region:eu'] } }), [
    'does not follow an affected component',
  ])
  assert.deepEqual(noes({}, { wishes: { ...noWishes, incident: 'other' }, choice: null }), [
    'follows another incident only',
  ])
  assert.deepEqual(noes({}, { wishes: { ...noWishes, phases: 'last' } }), [
    'asked only for the last post of an incident',
  ])
  assert.deepEqual(noes({ kind: 'correction' }, { told: 'no' }), ['was not told of the post'])
})
