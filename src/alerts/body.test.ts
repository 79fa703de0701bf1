import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { shownBody } from './body.ts'

const show = (text: string | Buffer, size?: number) => {
  const body = Buffer.from(text)
  return shownBody({ body, size: size ?? body.length, headers: {} })
}

test('JSON is indented, and nothing in it becomes another', () => {
  const { text, note } = show('{"id":12345678901234567890,"e":[],"o":{},"s":"a{\\"[,:","l":[1,{"b":1.0}]}')
  assert.equal(note, null)
  assert.equal(
    text,
    '{\n  "id": 12345678901234567890,\n  "e": [],\n  "o": {},\n  "s": "a{\\"[,:",\n  "l": [\n    1,\n    {\n      "b": 1.0\n    }\n  ]\n}',
  )
})

test('what is no JSON stands as it came', () => {
  assert.equal(show('a=1&b=2').text, 'a=1&b=2')
  assert.equal(show('{"a":').text, '{"a":')
  assert.equal(show('').text, '')
})

test('bytes that are no text are shown as dots, and it is said', () => {
  const { text, note } = show(Buffer.from([0x41, 0xff, 0x00, 0x42]))
  assert.equal(text, 'A··B')
  assert.match(note!, /no UTF-8/)
})

test('a body that was cut says so', () => {
  assert.match(show('x'.repeat(65536), 2_000_000).note!, /Of 1\.9 MB the first 64 KB were kept\./)
  assert.equal(show('x'.repeat(300_000)).text.length, 200_000)
})

test('a packed body is shown unpacked, and as it came where it cannot be', () => {
  const headers = { 'content-encoding': 'gzip' }
  const body = gzipSync('{"a":1}')
  const { text, note } = shownBody({ body, size: body.length, headers })
  assert.deepEqual([text, note], ['{\n  "a": 1\n}', 'It came packed (gzip), and stands here unpacked: 7 bytes.'])
  assert.deepEqual(shownBody({ body: Buffer.from('plain'), size: 5, headers }), { text: 'plain', note: null })
})
