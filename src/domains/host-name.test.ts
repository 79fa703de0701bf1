import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../test/any-text.ts'
import { hostOf, inLetters, isOwnHost, readHostName } from './host-name.ts'

const good = {
  'status.acme.example': 'status.acme.example',
  ' Status.ACME.example ': 'status.acme.example',
  'status.acme.example.': 'status.acme.example',
  'störung.beispiel.example': 'xn--strung-xxa.beispiel.example',
  'XN--STRUNG-XXA.beispiel.example': 'xn--strung-xxa.beispiel.example',
  'ｓｔａｔｕｓ.acme.example': 'status.acme.example',
  'a.b': 'a.b',
}
const bad = [
  ...['', '.', '..', 'com', 'localhost', 'a.localhost', 'x.invalid', 'hidden.onion', '1.0.0.127.in-addr.arpa'],
  ...['127.0.0.1', '127.1', '0x7f.1', '[::1]', '::1', 'status.acme.example:443', 'https://status.acme.example'],
  ...['status.acme.example/x', '*.acme.example', 'status..acme.example', '-a.example', 'a-.example', 'a_b.example'],
  ...['status acme.example', 'status.acme.example\n', 'a@b.example', 'xn--a.example', `${'a'.repeat(64)}.example`],
  ...[`${'a.'.repeat(126)}example`, 'a'.repeat(2000), 'status.acme.123', 'a\u202eb.example', 'a\0.example'],
]

test('host names become ASCII in lower case', () => {
  for (const [typed, host] of Object.entries(good)) assert.deepEqual(readHostName(typed), { host }, typed)
})

test('what is none is refused with what was expected', () => {
  for (const typed of bad.filter((one) => one !== 'status.acme.example\n')) {
    const read = readHostName(typed)
    assert.ok('wrong' in read, `${JSON.stringify(typed)} became ${JSON.stringify(read)}`)
    assert.match(read.wrong, /^expected /)
  }
})

test('a name that looks like another is shown both ways', () => {
  const cyrillic = readHostName('stаtus.acme.example')
  assert.ok('host' in cyrillic && cyrillic.host.startsWith('xn--'))
  assert.equal(inLetters('host' in cyrillic ? cyrillic.host : ''), 'stаtus.acme.example')
  assert.equal(inLetters('status.acme.example'), null)
})

test('whatever is typed is a good host name or refused, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(anyText({ maxLength: 300 }), fc.domain()), (typed) => {
      const read = readHostName(typed)
      if (!('host' in read)) return
      assert.match(read.host, /^(?=.{3,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/)
      assert.deepEqual(readHostName(read.host), read)
      assert.equal(hostOf(read.host), read.host)
    }),
  )
})

test('the name in a Host header', () => {
  assert.equal(hostOf('Status.Acme.example:8443'), 'status.acme.example')
  assert.equal(hostOf('status.acme.example.'), 'status.acme.example')
  for (const header of [
    'a@b.example',
    'a.example/x',
    'a.example?x',
    'a.example#x',
    'a b',
    'a\\b',
    'a.example, b.example',
  ])
    assert.equal(hostOf(header), null, header)
})

test('the installation’s own names', () => {
  const isOwn = (name: string) => isOwnHost(name, 'https://up.example:8443')
  for (const name of ['up.example', 'localhost', '127.0.0.1', '[::1]']) assert.ok(isOwn(name), name)
  for (const name of ['x.up.example', 'up.example.evil.example', '']) assert.ok(!isOwn(name), name)
})
