import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortForm } from './short-form.ts'

const post = {
  page: 'Acme Cloud',
  phase: 'Investigating',
  title: 'Slower responses from API · US',
  body: 'Requests are **slower** than usual.\n\n- they still complete',
  url: 'https://status.acme.example/incidents/abc',
}

test('one line with the news first and the address last', () => {
  assert.equal(
    shortForm(post),
    'Acme Cloud · Investigating: Slower responses from API · US. Requests are slower than usual. - they still complete https://status.acme.example/incidents/abc',
  )
})

test('what is too long is cut at a word; the address stays whole', () => {
  const text = shortForm({ ...post, body: 'word '.repeat(200) })
  assert.ok(text.length <= 280)
  assert.match(text, / word… https:\/\/status\.acme\.example\/incidents\/abc$/)
})

test('an address longer than the room is still whole', () => {
  const url = `https://status.acme.example/${'x'.repeat(300)}`
  assert.ok(shortForm({ ...post, url }).endsWith(url))
})
