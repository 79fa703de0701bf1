import assert from 'node:assert/strict'
import { test } from 'node:test'
import { letterMessage } from './email-letter.ts'

test('a letter has one thing to do', () => {
  const { html, text } = letterMessage({
    subject: 'Confirm',
    paragraphs: ['Please confirm <this>.', 'Second.'],
    action: { label: 'Confirm', url: 'https://x.example/c?a=1&b=2' },
    footer: 'If it was not you, do nothing.',
    postal: 'Acme, 1 Main Street',
  })
  assert.equal(
    text,
    'Please confirm <this>.\n\nSecond.\n\nConfirm: https://x.example/c?a=1&b=2\n\n-- \nIf it was not you, do nothing.\nAcme, 1 Main Street\n',
  )
  assert.match(html, /<p style="font-size:18px">Please confirm &lt;this&gt;\.<\/p>/)
  assert.match(html, /href="https:\/\/x\.example\/c\?a=1&amp;b=2"/)
})

test('what somebody else wrote is set off, and where to choose stands at the foot', () => {
  const quote = { title: 'Slow <API>', body: 'It is **slow**.\n\n- Wait.' }
  const change = { label: 'Choose', url: 'https://x.example/me' }
  const { html, text } = letterMessage({
    subject: 'S',
    paragraphs: ['It waits.', ''],
    quote,
    action: null,
    footer: 'Why.',
    change,
  })
  assert.match(
    html,
    /It waits\.<\/p><div dir="auto"[^>]*><p><strong>Slow &lt;API&gt;<\/strong><\/p><p>It is <strong>slow/,
  )
  assert.match(html, /<p>Why\.<br><a href="https:\/\/x\.example\/me">Choose<\/a><\/p>/)
  assert.match(
    text,
    /^It waits\.\n\n> Slow <API>\n> \n> It is slow\.\n.*Wait\.\n\n-- \nWhy\.\nChoose: https:\/\/x\.example\/me\n$/s,
  )
})
