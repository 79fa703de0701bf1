import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from '../test/code.ts'
import { share, snippets } from './share.ts'

const url = 'https://status.acme.example'

test('what is copied is whole and escaped, in the box once more', () => {
  const { corner, frame } = snippets('"><script>', url)
  assert.equal(corner.text, '<script async src="https://status.acme.example/embed.js"></script>')
  assert.match(frame.text, /title="Status of &quot;&gt;&lt;script&gt;"/)
  const box = share('"><script>', url).__html
  assert.doesNotMatch(box, /<script|<iframe|<img/)
  assert.match(box, /data-copy="&lt;script async src=/)
})

test('the manual shows the same', () => {
  const manual = read('docs/embedding.md')
  for (const { label, text } of Object.values(snippets('Acme Cloud', url))) assert.ok(manual.includes(text), label)
})
