import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { substituteInMarkdown } from './literal.ts'
import { markdownToText, renderMarkdown } from './markdown.ts'

const fill = (text: string, value: string) =>
  substituteInMarkdown(text, { x: value, page: { url: home } }, ['page.url'])
const home = 'https://status.acme.example/'
const html = (text: string, value: string) => renderMarkdown(fill(text, value)).__html

test('what looks like Markdown in a value is text', () => {
  for (const value of [
    '[x](https://evil.example)',
    '# big',
    'big #',
    '![](https://evil.example/a.png)',
    '**b** _i_ `c` ~~s~~',
    '<b>b</b>',
    'https://evil.example/?a=b',
    'ask root@evil.example',
    '<https://evil.example>',
    '- item',
    '1. one',
    '> told',
    '---',
    '~~~',
    '&lt; &#60; &amp',
    'C:\\temp\\*',
  ]) {
    const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    assert.equal(html('{{x}}', value), `<p>${escaped}</p>`)
    assert.equal(markdownToText(fill('{{x}}', value)), value)
  }
  assert.equal(html('{{x}}', 'a\n\n# b\r\n\r\n    c'), '<p>a # b c</p>')
})

test('ordinary values stay readable in a draft', () => {
  for (const value of ['API · US', 'web-01.eu_west (5m): 12:30, 99.5 % > 1/2', "Don't; it's #1!", '2026-03-01']) {
    assert.equal(fill('{{x}}', value), value)
  }
  assert.equal(fill('It took {{x}}. We are sorry.', '12'), 'It took 12. We are sorry.')
  assert.equal(html('{{x}}. We are sorry.', '12'), '<p>12. We are sorry.</p>')
})

test('in code a value stays in the code, as it is', () => {
  assert.equal(html('On `{{x}}`.', 'web_*1*\\a'), '<p>On <code>web_*1*\\a</code>.</p>')
  assert.equal(html('On `{{x}}` and `{{x}}`', '` [x](https://evil.example) `').match(/<a/), null)
  assert.match(html('```\n{{x}}\n```', '``` **a**'), /^<pre><code>''' \*\*a\*\*\s*<\/code><\/pre>$/)
  assert.match(html('~~~\n{{x}}\n~~~', '~~~'), /^<pre><code>~~\s*<\/code><\/pre>$/)
  assert.equal(html('`{{x}}``[a](b){{x}}`', '').includes('<a'), false)
})

test('in the address of a link a value stays in the address', () => {
  const link = (address: string) => `<p><a href="${address}" rel="nofollow noopener">log</a></p>`
  assert.equal(
    html('[log]({{x}})', 'https://a.example/b_c_(d)?e=*f*'),
    link('https://a.example/b_c%5F%28d%29?e=%2af%2a'),
  )
  assert.equal(html('[log](https://a.example/{{x}}/)', 'my board_1'), link('https://a.example/my%20board_1/'))
  assert.equal(
    html('[log]({{x}})', 'https://a.example) [b](https://evil.example'),
    link('https://a.example%29%20%5Bb%5D%28https://evil.example'),
  )
  assert.equal(html('[log]({{x}})', 'javascript:https://evil.example'), '<p>[log](javascript:https://evil.example)</p>')
  assert.equal(html('log]({{x}})', 'https://evil.example'), '<p>log](https://evil.example)</p>')
})

test('the address of the page becomes a link by itself', () => {
  assert.match(
    html('{{page.url}} {{x}}', 'https://evil.example'),
    /^<p><a href="[^"]*"[^>]*>https:[^<]*<\/a> https:\/\/evil/,
  )
})

test('a text that is shown without Markdown has no backslashes', () => {
  assert.equal(html('{{x}}', '*-'.repeat(1500)), `<p>${'*-'.repeat(1500)}</p>`)
  assert.equal(html('{{x}}', '*-'.repeat(1200)), `<p>${'*-'.repeat(1200)}</p>`)
})

const marks = ['[x](https://evil.example)', 'https:', '//evil.example', '://', 'HTTP://a.example', 'mailto:a@b.example']
/** Any character; with the unit `binary` in a choice, fast-check first makes a table of all of them, for two seconds. */
const character = fc
  .integer({ min: 0, max: 0x10_ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))

const pieces = fc.oneof(
  fc.array(character, { maxLength: 8 }).map((all) => all.join('')),
  fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
  fc.constantFrom(...'\\`*_[]()<>&#+-=~.:!|@"\'/1a \n\t\r\u0001\u00a0'),
  fc.constantFrom(...marks, '\n\n', '\n    ', '&amp;', '&#60;', '<b>', '![', '](', '**', '```', '12.', '\ud800'),
)
const anything = fc
  .oneof(
    fc.array(pieces, { minLength: 1, maxLength: 8 }).map((all) => all.join('')),
    fc.array(fc.constantFrom(...'\\`*_[]()<>&#+-=~.:!@/1a '), { maxLength: 12 }).map((all) => all.join('')),
  )
  .filter((value) => shown(value) !== '')

/** What of a value is visible: control characters go, white space is one space. */
const shown = (value: string) =>
  value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

const templates = [
  '{{x}}',
  'Title: {{x}}. More',
  '{{x}}. More',
  '{{x}}{{x}}',
  '- {{x}}\n- {{x}}) b\n\n> {{x}}\n\n# {{x}}',
  'a\n{{x}}\nb **c** {{x}}',
  '## {{x}}\n\n### a {{x}} ##',
  '1. {{x}}\n2. b {{x}}, [{{x}}](https://a.example/) c',
  '({{x}}) "{{x}}" http {{x}}',
]

const textOf = (markup: string) =>
  markup
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, '')
const tagsOf = (markup: string) => markup.match(/<[^>]*>/g)

test('any value is read as it is, and makes no element', () => {
  fc.assert(
    fc.property(fc.constantFrom(...templates), anything, (template, value) => {
      const expected = html(template, 'zzz')
      const real = html(template, value)
      assert.deepEqual(tagsOf(real), tagsOf(expected))
      assert.equal(
        textOf(real),
        textOf(expected).replaceAll('zzz', () => shown(value).replace(/\s/g, '')),
      )
      const plain = markdownToText(fill(template, 'zzz')).replaceAll('zzz', () => shown(value))
      assert.equal(markdownToText(fill(template, value)).replace(/\s+/g, ''), plain.replace(/\s+/g, ''))
    }),
    { numRuns: 400 },
  )
})

const places = [
  '`{{x}}`',
  'a `{{x}}` b `{{x}}`',
  '```\n{{x}}\n```',
  '[a]({{x}})',
  '[a](https://b.example/{{x}})',
  'https://b.example/{{x}}',
]

test('in code and in addresses, too, a value makes no element', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), anything, (template, value) => {
      const names = (markup: string) => tagsOf(markup)?.map((tag) => tag.split(/[ >]/)[0])
      const real = names(html(template, value))
      const plain = names(html(template, 'zzz'))
      assert.ok([plain, names(html(template, 'https://zzz.example'))].some((one) => String(one) === String(real)))
    }),
    { numRuns: 300 },
  )
})
