import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../test/any-text.ts'
import { ruleFrom, ruleLike, valuesLike } from './fields.ts'
import { matches } from './match.ts'
import { NewRule } from './schema.ts'

test('a rule made from an alert takes that alert, whatever its title', () => {
  const titles = fc.oneof(anyText({ maxLength: 300 }), fc.constantFrom('/a(/', '/x/', '*', 'a?b', 'two\nlines', '//'))
  fc.assert(
    fc.property(titles, (raw) => {
      const title = raw.trim()
      if (title === '') return
      const query = new URL(ruleLike({ title, source: 'am' }), 'http://a').searchParams
      const values = valuesLike({ title: query.get('title')!, source: query.get('source')! })
      const asked = NewRule.safeParse(ruleFrom({ ...values, name: values.name || 'No letters', component: 'api' }))
      const match = asked.success ? asked.data.match : asked.error.message
      assert.ok(typeof match === 'object', String(match))
      const alert = { source: 'am', kind: 'alertmanager', key: 'k', title, summary: null, severity: null, labels: {} }
      assert.ok(matches(match, alert), `${JSON.stringify(match)} does not take ${JSON.stringify(title)}`)
    }),
  )
})
