import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aMessage } from '../channels/messages.cases.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { together } from './gather.ts'

const about = (heading: string, i: number) =>
  aMessage({ id: `d${i}`, heading, link: { label: 'Read', url: `https://status.acme.example/incidents/i${i}` } })

test('one message is itself; several are one with the first one’s id', () => {
  const one = about('Investigating: A', 1)
  assert.equal(together([one]), one)
  const two = together([one, about('Resolved: B', 2)])
  assert.deepEqual([two.id, two.kind, two.heading, two.incident, two.answers], ['d1', 'note', '2 posts', null, null])
  assert.equal(
    two.body,
    '- [Investigating: A](https://status.acme.example/incidents/i1)\n- [Resolved: B](https://status.acme.example/incidents/i2)',
  )
  assert.equal(two.link.url, one.page.url)
  assert.deepEqual([two.manage, two.because], [one.manage, one.because])
})

test('a hundred are ten and how many more', () => {
  const [first, ...others] = Array.from({ length: 100 }, (_, i) => about(`Investigating: Part ${i}`, i))
  assert.ok(first)
  const { heading, body } = together([first, ...others])
  assert.equal(heading, '100 posts')
  assert.equal(body.split('\n').length, 11)
  assert.match(body, /- 90 more, read them on the page$/)
})

test('no title is markup', () => {
  const evil = 'x](https://evil.example) **b** <b>h</b>\n# head <!channel>'
  const html = renderMarkdown(together([about(evil, 1), about('ok', 2)]).body).__html
  assert.doesNotMatch(html, /evil\.example"|<b>|<strong>|<h1>/)
  assert.equal(html.match(/<a /g)?.length, 2)
})
