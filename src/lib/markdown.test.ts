import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readXml } from '../test/strict-xml.ts'
import { longestMarkdown, markdownToText, renderMarkdown } from './markdown.ts'

const html = (text: string) => renderMarkdown(text).__html

test('the marks that posts use become HTML, headings below those of the page', () => {
  assert.equal(html('Hello **you**\nand *me*'), '<p>Hello <strong>you</strong><br />\nand <em>me</em></p>')
  assert.equal(html('# A\n\n### B'), '<h3>A</h3>\n<h4>B</h4>')
  assert.equal(html('3. a\n4. b'), '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>')
  assert.equal(
    html('[more](https://a.example/?b=1&c=2)'),
    '<p><a href="https://a.example/?b=1&amp;c=2" rel="nofollow noopener">more</a></p>',
  )
  assert.match(html('see https://a.example/x'), /<a href="https:\/\/a\.example\/x" rel="nofollow noopener">/)
  assert.equal(html('10.0.0.1 and status.md'), '<p>10.0.0.1 and status.md</p>')
})

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](java\u0000script:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A;&#x61;vascript&colon;alert(1))',
  '[x](<javascript:alert(1)>)',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1))',
  '[x](//evil.example)',
  '[x](/console/delete)',
  '[x][y]\n\n[y]: javascript:alert(1)',
  '[[x](javascript:alert(1))](javascript:alert(2))',
  '<javascript:alert(1)>',
  '![x](https://evil.example/pixel.png)',
  '![x](x"onerror="alert(1))',
  '[x](https://a.example "onmouseover=alert(1)")',
  '[x](https://a.example" onmouseover="alert(1))',
  '```" onload="alert(1)\ncode\n```',
  '`<script>`',
  '</p></main><form action=//evil.example>',
  '\ud800<b>',
]

// S-XSS-1, S-XSS-2
test('nothing but the allow list comes out, whatever goes in', () => {
  for (const attack of attacks) {
    const tags = html(attack).matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)
    for (const [tag, name, attributes] of tags) {
      assert.match(name!, /^(p|br|strong|em|a|ul|ol|li|code|pre|blockquote|h3|h4)$/, `${attack} gave ${tag}`)
      assert.match(
        attributes!,
        /^( \/| href="(https?:\/\/|mailto:)[^"<>]*" rel="nofollow noopener")?$/,
        `${attack} gave ${tag}`,
      )
    }
  }
})

// S-XSS-2: a browser reads it as the tree that it was written from, since every element is closed and stands where it may.
test('whatever marks and attacks are mixed, what comes out is read as it was meant', () => {
  const marks = [
    '*',
    '**',
    '_',
    '`',
    '```',
    '\n',
    '\n\n',
    '> ',
    '- ',
    '1. ',
    '# ',
    '[',
    '](',
    ')',
    '<',
    '>',
    '&',
    '"',
    '\\',
    '|',
  ]
  const piece = fc.oneof(fc.constantFrom(...attacks), fc.constantFrom(...marks), fc.string({ maxLength: 6 }))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const out = html(pieces.join(''))
      readXml(`<x>${out.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')}</x>`)
      const open: string[] = []
      for (const [tag, closing, name, attributes] of out.matchAll(/<(\/?)([^\s>/]+)([^>]*)>/g)) {
        if (closing) {
          open.pop()
          continue
        }
        assert.match(name!, /^(p|br|hr|strong|em|del|a|ul|ol|li|code|pre|blockquote|h3|h4)$/, tag)
        assert.match(
          attributes!,
          /^( \/| start="\d+"| href="(https?:\/\/|mailto:)[^"<>]*" rel="nofollow noopener")?$/,
          tag,
        )
        const isText = /^(br|strong|em|del|a|code)$/.test(name!)
        assert.ok(isText || !open.some((one) => /^(p|h3|h4|pre|a|em|strong)$/.test(one)), `${tag} within ${open}`)
        assert.ok(name !== 'a' || !open.includes('a'), `a link within a link: ${out}`)
        if (!attributes!.endsWith('/')) open.push(name!)
      }
    }),
    { numRuns: 300 },
  )
})

test('a link to nowhere is its words', () => {
  assert.equal(
    html('[x]() and [](  ) [*y*](https://a.example)'),
    '<p>x and  <a href="https://a.example" rel="nofollow noopener"><em>y</em></a></p>',
  )
  assert.equal(markdownToText('[x]()'), 'x')
})

test('every character of an attack stays readable as text', () => {
  assert.equal(html('<script>x</script>'), '<p>&lt;script&gt;x&lt;/script&gt;</p>')
})

test('text for mail and feeds keeps lists, quotes and addresses', () => {
  const text = markdownToText(
    '# Now\n\nWe *see* it, see [the log](https://a.example/log).\n\n- one\n- two\n  - three\n\n> told\n\n```\ncode\n```',
  )
  assert.equal(
    text,
    'Now\n\nWe see it, see the log (https://a.example/log).\n\n- one\n- two\n  - three\n\n> told\n\ncode',
  )
  assert.equal(markdownToText('<https://a.example> and a@b.example'), 'https://a.example and a@b.example')
})

test('a text that would keep the parser busy is shown plainly, and soon', () => {
  const shapes = [
    '[',
    '*a ',
    '> ',
    '`',
    '[a](',
    '<',
    '&',
    'a@',
    'http://',
    '- ',
    '\\',
    '"',
    'a\n',
    '- a\n',
    '![[',
    '*_',
    '[](<',
  ]
  for (const shape of shapes) {
    for (const size of [2400, longestMarkdown, 100_000]) {
      const text = shape.repeat(Math.ceil(size / shape.length)).slice(0, size)
      const fastest = Math.min(...[1, 2, 3].map(() => elapsed(() => [renderMarkdown(text), markdownToText(text)])))
      assert.ok(fastest < 1000, `${JSON.stringify(shape)} × ${size}: ${fastest} ms`)
    }
  }
  assert.equal(
    html(`${'a'.repeat(longestMarkdown)} **b**\nc\n\n<d>`).slice(-27),
    ' **b**<br>c</p>\n<p>&lt;d&gt;</p>'.slice(-27),
  )
})

/** Milliseconds of this thread's own work: a busy machine does not count. */
function elapsed(work: () => unknown) {
  const start = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}
