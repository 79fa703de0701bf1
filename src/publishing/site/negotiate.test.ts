import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compress, entryOf } from './entry.ts'
import { choose, isKnown } from './negotiate.ts'

const entry = entryOf('/', 'text/html; charset=utf-8', await compress(Buffer.from('a page '.repeat(100))))
const tiny = entryOf('/badge.json', 'application/json', await compress(Buffer.from('{}')))

test('the best form that the reader takes', () => {
  const chosen = (header?: string) => {
    const variant = choose(entry, header)
    return variant === entry.br ? 'br' : variant === entry.gzip ? 'gzip' : 'plain'
  }
  const cases: [string | undefined, string][] = [
    [undefined, 'plain'],
    ['', 'plain'],
    ['identity', 'plain'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip,deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['Br', 'br'],
    ['*', 'br'],
    ['brotli, gzippy', 'plain'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['gzip;q=0.5, br;q=0.5', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['*;q=0', 'plain'],
    ['gzip;q=0.2, identity;q=0.8', 'plain'],
    ['br;q=nonsense', 'plain'],
    ['gzip; q = 1', 'gzip'],
  ]
  for (const [header, form] of cases) assert.equal(chosen(header), form, String(header))
})

test('each form has its own strong tag, and a form that would be larger is not used', () => {
  assert.equal(new Set([entry.plain.etag, entry.br.etag, entry.gzip.etag]).size, 3)
  assert.equal(choose(tiny, 'br'), tiny.br)
  assert.equal(tiny.br.etag, tiny.plain.etag)
  assert.doesNotMatch(tiny.br.headers.join(), /Content-Encoding/)
  assert.match(entry.br.headers.join(), /Content-Encoding,br/)
})

test('what the reader has is known by any form’s tag, in lists, weak or as *', () => {
  const known = (header: string) => isKnown(entry, entry.br, header)
  for (const tag of [
    entry.br.etag,
    entry.plain.etag,
    `W/${entry.gzip.etag}`,
    '*',
    `"x", ${entry.br.etag}`,
    `W/"y",W/${entry.plain.etag}`,
  ]) {
    assert.equal(known(tag), true, tag)
  }
  for (const tag of ['', '"x"', entry.plain.etag.slice(1, -1), `"x${entry.plain.etag}"`, tiny.plain.etag]) {
    assert.equal(known(tag), false, tag)
  }
})
