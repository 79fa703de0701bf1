import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentInWords } from '../lib/zone.ts'
import { letterMessage } from './email-letter.ts'
import { type UpdateMessage, updateMessage } from './email-update.ts'

const message = (changes: Partial<UpdateMessage> = {}): UpdateMessage => ({
  kind: 'update',
  page: { name: 'Acme Cloud' },
  title: 'Slower responses from API · US',
  phase: 'Investigating',
  body: 'Requests to API · US are slower than usual. They still complete, and **your data is safe**.',
  affected: [{ name: 'API · US', status: 'Degraded' }],
  since: new Date('2026-11-22T15:42:00Z'),
  until: null,
  postedAt: new Date('2026-11-22T15:42:00Z'),
  nextUpdateAt: new Date('2026-11-22T16:15:00Z'),
  because: 'you follow API · US',
  incidentUrl: 'https://status.acme.example/incidents/slowapi00000',
  manageUrl: 'https://status.acme.example/u/subscriber01.AAAAAAAAAAAAAAAAAAAAAA',
  moment: (at) => momentInWords(at, 'America/New_York', new Date('2026-11-22T15:43:00Z')),
  ...changes,
})

test('the text part is written, and the first line is the news', () => {
  const { subject, text } = updateMessage(message())
  assert.equal(subject, '[Acme Cloud] Investigating: Slower responses from API · US')
  assert.equal(
    text,
    `Requests to API · US are slower than usual. They still complete, and your data is safe.

Investigating: Slower responses from API · US
What it affects: API · US (degraded)
Since 10:42 EST
Next update by 11:15 EST

Read it on the page: https://status.acme.example/incidents/slowapi00000

-- 
You get this from the Acme Cloud status page because you follow API · US.
Choose what you hear about, or unsubscribe: https://status.acme.example/u/subscriber01.AAAAAAAAAAAAAAAAAAAAAA
`,
  )
})

test('the HTML says the same, escaped, without images, under 20 KB', () => {
  const { html } = updateMessage(message({ title: '<script>alert(1)</script>', because: 'you follow "A & B"' }))
  assert.match(html, /<strong>your data is safe<\/strong>/)
  assert.match(html, /&lt;script&gt;alert\(1\)/)
  assert.match(html, /you follow &quot;A &amp; B&quot;/)
  assert.doesNotMatch(html, /<img|<script|url\(/)
  assert.match(html, /href="https:\/\/status.acme.example\/u\/subscriber01\.A+#unsubscribe"/)
  const body = /<body[^>]*>([\s\S]*)/.exec(html)![1]!
  assert.match(body.replace(/<[^>]+>/g, ' ').trim(), /^Requests to API/)
})

test('a very long post is cut at a paragraph, and says where the rest is', () => {
  for (const paragraph of ['A paragraph of words. ', '"&<>"&<>"&<>"&<> ', '😀😀😀😀 ', 'x'.repeat(30)]) {
    const long = message({ body: `${paragraph.repeat(20)}\n\n`.repeat(200).slice(0, 25_000) })
    const { html, text } = updateMessage(long)
    assert.ok(Buffer.byteLength(html) < 20_000, `${Buffer.byteLength(html)} bytes`)
    for (const part of [html, text]) assert.ok(part.includes('This post is longer; the page has all of it.'))
  }
})

test('a resolved incident says from when to when, and promises nothing', () => {
  const { text } = updateMessage(message({ phase: 'Resolved', until: new Date('2026-11-22T16:30:00Z') }))
  assert.match(text, /From 10:42 EST to 11:30 EST/)
  assert.doesNotMatch(text, /Next update/)
})

test('a correction and a withdrawal say so first', () => {
  const corrected = updateMessage(message({ kind: 'correction', body: 'Only a few were slow.' }))
  assert.equal(corrected.subject, '[Acme Cloud] Correction: Slower responses from API · US')
  assert.match(
    corrected.text,
    /^Our post of 10:42 EST was wrong\. This is the corrected text:\n\nOnly a few were slow\./,
  )
  const gone = updateMessage(message({ kind: 'withdrawal', body: 'It named the wrong region.' }))
  assert.equal(gone.subject, '[Acme Cloud] Withdrawn: Slower responses from API · US')
  assert.match(gone.text, /^We have taken back our post of 10:42 EST\. It named the wrong region\./)
})

test('many affected components are counted, not listed', () => {
  const affected = Array.from({ length: 14 }, (_, i) => ({ name: `Part ${i + 1}`, status: 'Degraded' }))
  assert.match(updateMessage(message({ affected })).text, /Part 10 \(degraded\) and 4 more/)
})

test('a letter has one thing to do', () => {
  const { html, text } = letterMessage({
    subject: 'Confirm',
    paragraphs: ['Please confirm <this>.', 'Second.'],
    action: { label: 'Confirm', url: 'https://x.example/c?a=1&b=2' },
    footer: 'If it was not you, do nothing.',
  })
  assert.equal(
    text,
    'Please confirm <this>.\n\nSecond.\n\nConfirm: https://x.example/c?a=1&b=2\n\n-- \nIf it was not you, do nothing.\n',
  )
  assert.match(html, /<p>Please confirm &lt;this&gt;\.<\/p>/)
  assert.match(html, /href="https:\/\/x\.example\/c\?a=1&amp;b=2"/)
})
