import assert from 'node:assert/strict'
import { test } from 'node:test'
import { xLength } from './x-length.ts'

// https://docs.x.com/fundamentals/counting-characters; the others by twitter-text's conformance cases, version 3:
// https://github.com/twitter/twitter-text/blob/master/conformance/validate.yml
const cases: readonly (readonly [text: string, length: number])[] = [
  ['', 0],
  ['Slower responses', 16],
  ['cafe\u0301', 4],
  ['Zażółć gęślą jaźń', 17],
  ['東京で障害', 10],
  ['장애', 4],
  ['تأخر', 4],
  ['“quoted” – it’s…', 17],
  ['👾', 2],
  ['🙋🏽', 2],
  ['👨‍🎤', 2],
  ['👨‍👩‍👧‍👦', 2],
  ['🇯🇵', 2],
  ['a👨‍👩‍👧‍👦b', 4],
  ['𝒳', 2],
  ['https://acme.com', 23],
  [`https://status.acme.com/incidents/${'x'.repeat(300)}`, 23],
  ['see https://acme.com now', 31],
  ['https://acme.com https://acme.com', 47],
  // X makes a link of a bare name too.
  ['acme.com', 23],
  // And none of a name that is nobody's: such an address is as long as it is.
  [`http://localhost:3000/p/${'x'.repeat(30)}`, 54],
  [`https://status.acme.example/${'x'.repeat(30)}`, 58],
]

for (const [text, length] of cases)
  test(`${text.slice(0, 40)} counts ${length}`, () => assert.equal(xLength(text), length))

test('whatever it is made of, it is counted soon', () => {
  for (const piece of [
    'a',
    'a.',
    '1.',
    '-',
    'a-',
    '.',
    '@a',
    'http://',
    'https://a.b/',
    'é',
    '👨‍',
    '\u0301',
    ' x.y ',
  ]) {
    const start = process.threadCpuUsage()
    xLength(piece.repeat(6000 / piece.length))
    const { user, system } = process.threadCpuUsage(start)
    assert.ok(user + system < 500_000, `${piece}: ${(user + system) / 1000} ms`)
  }
})
