import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { componentStatuses, impactOf, rollUp, worst } from './status.ts'

const status = fc.constantFrom(...componentStatuses)

test('the worst child shows on the parent by default', () => {
  assert.equal(
    rollUp('worst', 'operational', ['operational', 'partial_outage', 'degraded_performance']),
    'partial_outage',
  )
})

test('one working part is enough where the rule says best', () => {
  assert.equal(rollUp('best', 'operational', ['operational', 'major_outage']), 'operational')
  assert.equal(rollUp('best', 'operational', ['degraded_performance', 'major_outage']), 'degraded_performance')
})

test('a parent alone decides where the rule says own', () => {
  assert.equal(rollUp('own', 'operational', ['major_outage']), 'operational')
})

test('no rule ever hides what was set on the component itself', () => {
  fc.assert(
    fc.property(fc.constantFrom('worst', 'best', 'own'), status, fc.array(status), (rule, own, children) => {
      const shown = rollUp(rule, own, children)
      return worst([shown, own]) === shown
    }),
  )
})

test('a fault outweighs planned work', () => {
  assert.equal(worst(['under_maintenance', 'degraded_performance']), 'degraded_performance')
})

test('impact follows the worst component', () => {
  assert.equal(impactOf([]), 'none')
  assert.equal(impactOf(['operational', 'degraded_performance']), 'minor')
  assert.equal(impactOf(['partial_outage']), 'major')
  assert.equal(impactOf(['partial_outage', 'major_outage']), 'critical')
})
