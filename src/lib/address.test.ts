import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../test/any-text.ts'
import { addressKey, mailboxKey, maskAddress, parseAddress } from './address.ts'
import { InvalidInput } from './errors.ts'

test('one address comes out as it can be sent to', () => {
  const good: Record<string, string> = {
    'pat@customer.example': 'pat@customer.example',
    '  Pat.Lee+status@Customer.EXAMPLE\n': 'Pat.Lee+status@customer.example',
    "o'neil@a-b.example": "o'neil@a-b.example",
    'pat@bücher.example': 'pat@xn--bcher-kva.example',
    'pat@ｃustomer.example': 'pat@customer.example',
    '=sum@x.example': '=sum@x.example',
  }
  for (const [given, wanted] of Object.entries(good)) assert.equal(parseAddress(given), wanted)
})

const bad = [
  ...['', '@', 'pat', 'pat@', '@b.example', 'pat@localhost', 'a@b@c.example', 'pat@.example', 'pat@a..example'],
  ...['"a@evil.example x"@ok.example', '"pat"@ok.example', 'a@b.example,c@d.example', 'a@b.example;c@d.example'],
  ...[
    '<a@b.example>',
    'Pat <a@b.example>',
    'friends: a@b.example, c@d.example;',
    'a@b.example (comment)',
    'a b@c.example',
  ],
  ...[
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@2130706433',
    'a@0x7f.1',
    'a@b.example.',
    'a.@b.example',
    '.a@b.example',
    'a..b@c.example',
  ],
  ...[
    'a@b.example\r\nBcc: c@d.example',
    'a\r\n@b.example',
    'a@b.exa\0mple',
    'a@b.exa\u2028mple',
    'a%0d%0a@b.example\n,x@y.example',
  ],
  ...[
    'ä@b.example',
    'a@-b.example',
    'a@b-.example',
    'a@b_c.example',
    'a@b.example?subject=x',
    'a@b\\c.example',
    'a@%62.example',
  ],
  ...[
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(64)}.example`,
    `a@${'b.'.repeat(130)}example`,
    `${'('.repeat(10_000)}a@b.example`,
  ],
]

test('everything else is refused, at the place where it stands', () => {
  for (const given of bad)
    assert.throws(
      () => parseAddress(given, '/subscribers/0/email'),
      (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/subscribers/0/email',
      JSON.stringify(given.slice(0, 60)),
    )
})

test('any text is refused or becomes one plain address', () => {
  const pieces = fc.constantFrom(
    'a',
    'b.example',
    '@',
    '.',
    ',',
    ';',
    '<',
    '>',
    '"',
    '(',
    ')',
    '\\',
    ' ',
    '\r\n',
    'é',
    '[',
    ':',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        anyText(),
        fc.array(pieces).map((p) => p.join('')),
      ),
      (text) => {
        try {
          assert.match(parseAddress(text), /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]{3,253}$/)
        } catch (error) {
          assert.ok(error instanceof InvalidInput)
        }
      },
    ),
  )
  for (const text of ['a'.repeat(1e6), `a@${'b-'.repeat(5e5)}`, `${'a.'.repeat(5e5)}@b.example`])
    assert.throws(() => parseAddress(text))
})

test('what an address is found by', () => {
  assert.equal(addressKey('Pat@Customer.example'), 'pat@customer.example')
  assert.equal(mailboxKey('Pat+status+x@customer.example'), 'pat@customer.example')
  assert.equal(maskAddress('pat@customer.example'), 'p•••@customer.example')
})
