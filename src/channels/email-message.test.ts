import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageCodes } from '../publishing/languages/codes.ts'
import { writeMail } from './email-message.ts'
import { aMessage, arabic } from './messages.cases.ts'

const to = {
  settings: { from: 'status@acme.example' },
  target: { email: 'pat@customer.example' },
}
const mailOf = (changes = {}, settings = {}) =>
  writeMail(aMessage(changes), { ...to, settings: { ...to.settings, ...settings } }).mail
const url = 'https://status.acme.example/manage/tok0a1b2c3d4'

test('the text part is written, and the first line is the news', () => {
  const { subject, text } = mailOf()
  assert.equal(subject, '[Acme Cloud] Investigating: Slower responses from API')
  assert.equal(
    text,
    `Requests to the API are slower than usual.

We post again within the hour (https://acme.example/why).

Investigating: Slower responses from API
What it affects: API (degraded performance)
Since 2 March 2026, 04:00 EST

Read it on the page: https://status.acme.example/incidents/inc0a1b2c3d4

-- 
You get this from the Acme Cloud status page because you follow API.
Choose what you hear about, or unsubscribe: ${url}
`,
  )
})

test('the HTML says the same, escaped, without images, under 20 KB', () => {
  const { html } = mailOf({
    heading: '<script>alert(1)</script>',
    body: '**bold** <img src=x>',
    because: 'you follow "A & B"',
  })
  assert.match(html, /<strong>bold<\/strong>/)
  assert.match(html, /&lt;script&gt;alert\(1\)/)
  assert.match(html, /you follow &quot;A &amp; B&quot;/)
  assert.doesNotMatch(html, /<img|<script|url\(/)
  assert.ok(html.includes(`href="${url}#unsubscribe"`))
  assert.match(
    /<body[^>]*>([\s\S]*)/
      .exec(html)![1]!
      .replace(/<[^>]+>/g, ' ')
      .trim(),
    /^bold/,
  )
})

test('where the page has a postal address, it is the last line of both parts', () => {
  const { html, text } = mailOf({ page: { ...aMessage().page, postal: 'Acme <Ltd>,\n1 Main Street' } })
  assert.ok(text.endsWith(`unsubscribe: ${url}\nAcme <Ltd>, 1 Main Street\n`), text)
  assert.match(
    html,
    /unsubscribe"[^<]*>Unsubscribe<\/a><br><span dir="auto">Acme &lt;Ltd&gt;, 1 Main Street<\/span><\/p>/,
  )
})

test('a very long post is cut at a paragraph, and says where the rest is', () => {
  for (const paragraph of ['A paragraph of words. ', '"&<>"&<>"&<>"&<> ', '😀😀😀😀 ', arabic, 'x'.repeat(30)]) {
    const body = `${paragraph.repeat(20)}\n\n`.repeat(200).slice(0, 25_000)
    const { html, text } = mailOf({ body })
    assert.ok(Buffer.byteLength(html) < 20_000, `${Buffer.byteLength(html)} bytes`)
    for (const part of [html, text]) assert.ok(part.includes('This post is longer; the page has all of it.'))
  }
})

test('whatever else is long is cut too', () => {
  const long = '"<&>"'.repeat(2000)
  const page = { id: 'page0a1b2c3d', name: long, url: 'https://status.acme.example' }
  const { html, subject } = mailOf({ body: long, heading: long, facts: Array(50).fill(long), because: long, page })
  assert.ok(Buffer.byteLength(html) < 30_000, `${Buffer.byteLength(html)} bytes`)
  assert.ok(subject.length < 400)
})

test('a correction and a withdrawal say so first', () => {
  const preface = 'Our post of 10:42 EST was wrong. This is the corrected text:'
  const corrected = mailOf({ kind: 'correction', preface, body: 'Only a **few** were slow.' })
  assert.ok(corrected.text.startsWith(`${preface}\n\nOnly a few were slow.`))
  assert.match(corrected.html, /corrected text:<\/strong><\/p><p>Only a <strong>few/)
  const gone = mailOf({
    kind: 'withdrawal',
    preface: 'We have taken back our post.',
    body: 'It named the *wrong* one.',
  })
  assert.match(gone.text, /^We have taken back our post\. It named the \*wrong\* one\.\n/)
})

test('the first post starts the thread, all others answer it, each mail has an id of its own', () => {
  const ids = ({ messageId, thread, also }: ReturnType<typeof mailOf>) => [messageId, thread, also]
  const root = 'thr0a1b2c3d4@acme.example'
  const own = 'dlv0a1b2c3d4@acme.example'
  const number = (n: number) => ({
    incident: { ...aMessage().incident!, update: { ...aMessage().incident!.update, number: n } },
  })
  assert.deepEqual(ids(mailOf()), [root, undefined, undefined])
  assert.deepEqual(ids(mailOf(number(2))), [own, root, undefined])
  assert.deepEqual(ids(mailOf({ kind: 'correction' })), [own, root, undefined])
  assert.deepEqual(ids(mailOf({ ...number(2), answers: root })), [own, root, undefined])
  assert.deepEqual(ids(mailOf({ ...number(2), answers: '0100abc@email.amazonses.com' })), [
    own,
    root,
    '0100abc@email.amazonses.com',
  ])
  assert.deepEqual(ids(mailOf({ kind: 'note', incident: null })), [own, undefined, undefined])
})

test('bounces and unsubscriptions come back to addresses that name the delivery', () => {
  const signed = mailOf({ returns: 'dlv0a1b2c3d4-mac' }, { bounceDomain: 'bounces.acme.example' })
  assert.equal(signed.returnPath, 'b+dlv0a1b2c3d4-mac@bounces.acme.example')
  assert.equal(signed.list?.mailto, 'u+dlv0a1b2c3d4-mac@bounces.acme.example')
  const plain = mailOf({ returns: 'dlv0a1b2c3d4-mac' })
  assert.deepEqual([plain.returnPath, plain.list?.mailto], [undefined, undefined])
  assert.equal(mailOf({ manage: null }).list, undefined)
})

test('the sender is the one of the account, under its name or that of the page', () => {
  assert.deepEqual(mailOf().from, { name: 'Acme Cloud', address: 'status@acme.example' })
  const named = mailOf({}, { from: '"Acme, Inc." <ops@acme.example>' })
  assert.deepEqual(named.from, { name: 'Acme, Inc.', address: 'ops@acme.example' })
})

test('a mail speaks the language of its reader', () => {
  const footers = languageCodes.map((language) => mailOf({ language }).text.split('-- \n')[1]!)
  assert.equal(new Set(footers).size, languageCodes.length)
  for (const footer of footers) assert.ok(footer.includes('Acme Cloud') && footer.includes('you follow API'))
  const { html } = mailOf({ language: 'ar', body: arabic })
  assert.match(html, /<html lang="ar" dir="rtl">/)
  assert.match(mailOf({ language: 'pt-BR' }).text, /cancelar a inscrição/)
  assert.match(mailOf({ language: 'tlh' }).html, /<html lang="tlh" dir="ltr">[\s\S]*Unsubscribe/)
})

test('a note has one thing to do', () => {
  const link = { label: 'Confirm', url: 'https://x.example/c?a=1&b=2' }
  const { html, text } = mailOf({ kind: 'note', incident: null, facts: [], because: null, manage: null, link })
  assert.match(html, /font-weight:600[^>]*>Confirm<\/a>/)
  assert.match(text, /\n\nConfirm: https:\/\/x\.example\/c\?a=1&b=2\n\n-- \nAcme Cloud\n$/)
})
