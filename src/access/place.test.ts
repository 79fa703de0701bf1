import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeNext } from './place.ts'

test('a reader is led to a path of the page, and nowhere else', () => {
  const root = { prefix: '' }
  assert.equal(safeNext(root, '/incidents/a?x=1'), '/incidents/a?x=1')
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/a/..//evil.example/x',
    '/%2e//evil.example',
  ]
  for (const wish of [...elsewhere, 'https://evil.example/', '/sign-out', '/x y', null, undefined, ''])
    assert.equal(safeNext(root, wish), '/', String(wish))
  const below = { prefix: '/p/acme' }
  assert.equal(safeNext(below, '/p/acme/history'), '/p/acme/history')
  for (const wish of ['/p/other/', '/p/acme/../other', '/p/acme/../..//evil.example', '/p/acmes'])
    assert.equal(safeNext(below, wish), '/p/acme/', wish)
})
