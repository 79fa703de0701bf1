import assert from 'node:assert/strict'
import { test } from 'node:test'
import { postLabel, preview, tells } from './preview.ts'
import type { Sketch } from './sketch.ts'

const now = new Date('2026-11-22T15:45:00Z')
const sketch = (changes: Partial<Sketch> = {}): Sketch => ({
  page: { name: 'Acme Cloud', zone: 'America/New_York', url: 'https://status.acme.example' },
  now,
  kind: 'incident',
  id: 'abc',
  over: false,
  anyway: false,
  title: 'Slower responses',
  status: 'identified',
  body: 'We **know** why.',
  short: null,
  texts: [],
  reader: null,
  way: 'sms',
  sample: { text: 'Acme Cloud: Identified', room: '1 text message long' },
  mail: { subject: '[Acme Cloud] Identified: Slower responses', text: 'Read <it>: https://status.acme.example' },
  startedAt: new Date('2026-11-22T15:42:00Z'),
  nextUpdateAt: new Date('2026-11-22T16:15:00Z'),
  affected: [{ name: 'API · US', status: 'degraded_performance' }],
  changes: [],
  limit: { incident: null, post: null },
  impact: null,
  reach: null,
  labels: null,
  tellOnly: null,
  notify: true,
  tells: 1204,
  ...changes,
})

test('the button says what it does, and to how many', () => {
  assert.equal(postLabel(sketch()), 'Post and tell 1,204 people')
  assert.equal(postLabel(sketch({ tells: 1 })), 'Post and tell 1 person')
  assert.equal(postLabel(sketch({ notify: false })), 'Post and tell nobody')
  assert.equal(postLabel(sketch({ tells: 0 })), 'Post and tell nobody')
  assert.equal(postLabel(sketch({ status: 'resolved' })), 'Resolve and tell 1,204 people')
  assert.equal(postLabel(sketch({ status: 'resolved', over: true })), 'Post and tell 1,204 people')
  assert.equal(postLabel(sketch({ status: 'monitoring', over: true })), 'Reopen and tell 1,204 people')
  assert.equal(postLabel(sketch({ id: null })), 'Open and tell 1,204 people')
  assert.equal(postLabel(sketch({ id: null, kind: 'notice', status: 'posted' })), 'Post and tell 1,204 people')
  assert.equal(postLabel(sketch({ anyway: true })), 'Post anyway and tell 1,204 people')
  assert.equal(postLabel(sketch({ kind: 'maintenance', status: 'completed' })), 'Complete and tell 1,204 people')
})

test('who hears of it is a sentence', () => {
  const said = (changes: Partial<Sketch>) => tells(sketch(changes)).__html.replace(/<[^>]+>/g, '')
  assert.match(said({}), /^1,204 people who follow API · US or everything get a message\./)
  assert.match(said({ tells: 1 }), /^1 person who follows .* gets a message\./)
  assert.match(said({ affected: [] }), /^1,204 people who follow Acme Cloud get a message\./)
  assert.match(said({ notify: false }), /1,204 people .* hear nothing\.$/)
  assert.match(said({ tells: 0 }), /^Nobody follows this yet\./)
})

test('page, mail and short form say the same', () => {
  const { __html } = preview(sketch())
  assert.match(__html, /Since 10:42 EST.*Next update by 11:15 EST/s)
  assert.match(__html, /<p>We <strong>know<\/strong> why\.<\/p>/)
  assert.match(__html, /class="subject">\[Acme Cloud\] Identified: Slower responses</)
  assert.match(__html, /Read &lt;it&gt;: https:\/\/status\.acme\.example/)
  assert.match(
    __html,
    /<option value="sms" selected>[\s\S]*Acme Cloud: Identified<\/div><p class="quiet-text">1 text message long\./,
  )
})

test('the preview shows the words of the audience that was chosen, and of no other', () => {
  const texts = [{ audience: 'gold', name: 'Gold', body: 'Gold **words**.', short: null, translations: {} }]
  const shown = (reader: string | null) => preview(sketch({ texts, reader })).__html
  assert.match(shown('gold'), /<p>Gold <strong>words<\/strong>/)
  assert.doesNotMatch(shown('gold'), /We <strong>know/)
  assert.doesNotMatch(shown(null), /Gold <strong>/)
})

test('nothing that is typed becomes markup', () => {
  const { __html } = preview(sketch({ title: '<i>"', body: '<script>x</script>' }), [['body', '</template><b>']])
  assert.doesNotMatch(__html, /<i>|<script>|<\/template><b>/)
})
