import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkbox, choice, field, formState, problemSummary, select, textarea } from './forms.ts'

const wrong = formState({ title: '"><b>', mode: ['hold', 'x'] }, [
  { pointer: '/title', detail: 'expected at most 3 characters' },
  { pointer: '/components/api', detail: 'unknown' },
  { pointer: '', detail: 'Somebody was quicker.' },
])

test('a field keeps what was typed, and says what is wrong beside it', () => {
  const { __html } = field(wrong, { name: 'title', label: 'Title', help: 'Short.' })
  assert.match(__html, /<label for="f-title">Title<\/label>/)
  assert.match(__html, /value="&quot;&gt;&lt;b&gt;"/)
  assert.match(__html, /aria-invalid="true" aria-describedby="f-title-error f-title-help"/)
  assert.match(__html, /id="f-title-error">Expected at most 3 characters\.<.*id="f-title-help">Short\./)
})

test('a field that is right is not marked', () => {
  assert.doesNotMatch(field(formState({}), { name: 'title', label: 'Title' }).__html, /aria-/)
})

test('every kind of field shows its value', () => {
  const form = formState({ body: '\nfirst', mode: 'hold', notify: 'on', parts: ['a', 'b'] })
  assert.match(textarea(form, { name: 'body', label: 'Text' }).__html, />\n\nfirst<\/textarea>/)
  const choices = [
    ['auto', 'At once'],
    ['hold', 'After a time'],
  ] as const
  assert.match(select(form, { name: 'mode', label: 'Mode', choices }).__html, /value="hold" selected/)
  assert.match(choice(form, { name: 'mode', label: 'Mode', choices }).__html, /value="hold" checked/)
  assert.match(checkbox(form, { name: 'notify', label: 'Tell' }).__html, /value="on" checked/)
  assert.match(checkbox(form, { name: 'parts', label: 'B', value: 'b' }).__html, /id="f-parts-b".* checked/)
  assert.doesNotMatch(checkbox(form, { name: 'parts', label: 'C', value: 'c' }).__html, /checked/)
})

test('the summary leads to the fields, by their labels', () => {
  const { __html } = problemSummary(wrong, { title: 'Title', components: 'Components' })!
  assert.match(__html, /<a href="#f-title">Title<\/a>: Expected at most 3 characters\./)
  assert.match(__html, /<a href="#f-components">Components<\/a>: Unknown\./)
  assert.match(__html, /<li>Somebody was quicker\.<\/li>/)
  assert.equal(problemSummary(formState({})), null)
})
