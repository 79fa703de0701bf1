import assert from 'node:assert/strict'
import { test } from 'node:test'
import { letterMessage } from './email-letter.ts'

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
