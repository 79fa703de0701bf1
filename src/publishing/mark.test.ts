import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, at, wholeOf } from '../test/acme-snapshot.ts'
import type { Edition } from './documents.ts'
import { editionMark, readMark, writeMark } from './mark.ts'

const settings = { url: 'https://status.example', secret: Buffer.alloc(32, 1), mailFrom: null }
const edition: Edition = {
  edition: 'one',
  assets: { style: '/assets/page-1.css', script: '/assets/page-1.js' },
  files: [{ path: '/embed.js', contentType: 'text/javascript', body: Buffer.from('one') }],
}
const made = editionMark(edition, settings)

test('what a page was published from is read as it was written', () => {
  const whole = wholeOf(acme({ publishedAt: at('2026-11-22T03:00:00Z') }))
  const text = writeMark({ edition: made, doubt: '0', until: Number.POSITIVE_INFINITY }, whole)
  assert.deepEqual(readMark(text, made), {
    edition: made,
    version: whole.version,
    // In the page's zone, New York.
    day: '2026-11-21',
    doubt: '0',
    until: null,
  })
  assert.deepEqual(readMark(writeMark({ edition: made, doubt: '0', until: 17 }, whole), made)?.until, 17)
})

test('another program, style, file or address, or what cannot be read, is none', () => {
  const text = writeMark({ edition: made, doubt: '', until: 1 }, wholeOf(acme()))
  const others = [
    editionMark({ ...edition, edition: 'two' }, settings),
    editionMark({ ...edition, assets: { ...edition.assets, style: '/assets/page-2.css' } }, settings),
    editionMark({ ...edition, files: [{ ...edition.files[0]!, body: Buffer.from('two') }] }, settings),
    editionMark(edition, { ...settings, url: 'https://other.example' }),
  ]
  for (const other of others) assert.equal(readMark(text, other), null)
  for (const broken of [null, '', '{', '[]', '{"edition":"x"}']) assert.equal(readMark(broken, made), null)
  assert.equal(editionMark(edition, { ...settings, secret: Buffer.alloc(32, 2) }), made)
})
