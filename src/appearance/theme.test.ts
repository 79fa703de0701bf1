import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { noDress } from './dress.ts'
import { bundledBytes, bundledFonts, bundledKeys } from './fonts.ts'
import { presetKeys, presets } from './presets/index.ts'
import { ChangeAppearance, changed, densities, flat, plainAppearance, schemes, worthSaying } from './schema.ts'
import { styleFile } from './style-file.ts'
import { themeCss } from './theme.ts'

test('a page that nobody styled has the shared style sheet', () => {
  assert.equal(themeCss(plainAppearance), '')
  assert.equal(styleFile('body {}', plainAppearance, noDress), null)
  const words = changed(plainAppearance, { footer: 'Hello', links: [{ name: 'Help', url: 'https://acme.example' }] })
  assert.equal(themeCss(words), '')
})

test('each way to look has a file of its own, named by what is in it', () => {
  const all = presetKeys.flatMap((preset) =>
    densities.flatMap((density) => schemes.map((scheme) => changed(plainAppearance, { preset, density, scheme }))),
  )
  const files = all.map((appearance) => styleFile('body {}', appearance, noDress)?.path ?? 'shared')
  assert.equal(new Set(files).size, all.length)
  assert.notEqual(styleFile('body {}', all[1]!, noDress)?.path, styleFile('main {}', all[1]!, noDress)?.path)
})

test('presets differ in type, shape and space, not in colour alone', () => {
  const shapes = presets.map(({ css, text, radius }) => `${text} ${radius} ${css.replaceAll(/#[0-9a-f]{6}/g, '')}`)
  assert.ok(presets.length >= 6)
  assert.equal(new Set(shapes).size, presets.length)
  assert.equal(new Set(presets.map(({ text }) => text)).size, presets.length)
})

test('nothing is fetched, nothing leaves its block, nothing is a comment', () => {
  for (const preset of presetKeys) {
    const css = themeCss(changed(plainAppearance, { preset, radius: 3 }))
    assert.doesNotMatch(css, /url\(|@import|<|\/\*|position:/)
    assert.equal(css.split('{').length, css.split('}').length, preset)
  }
})

test('colours replace those of the preset, and the ink on the accent follows', () => {
  const css = themeCss(changed(plainAppearance, { light: { accent: '#0a5c2b' }, dark: { accent: '#ffe08a' } }))
  assert.match(css, /:root \{ [^}]*--accent: #0a5c2b;[^}]*--on-accent: #ffffff;/)
  assert.match(css, /prefers-color-scheme: dark\) \{ :root \{ [^}]*--accent: #ffe08a;[^}]*--on-accent: #000000;/)
  const dark = themeCss(changed(plainAppearance, { scheme: 'dark' }))
  assert.doesNotMatch(dark, /prefers-color-scheme/)
  assert.match(dark, /color-scheme: dark; --paper: #14161a/)
})

test('only colours, numbers and names come through', () => {
  const wrong = [
    { light: { accent: 'red' } },
    { light: { accent: '#fff' } },
    { light: { accent: '#5a3f9e;}' } },
    { dark: { ink: '#000000' } },
    { radius: 33 },
    { radius: 1.5 },
    { preset: 'nope' },
    { links: [{ name: 'x', url: 'javascript:alert(1)' }] },
    { links: Array.from({ length: 7 }, () => ({ name: 'x', url: 'https://a.example' })) },
    { footer: 'x'.repeat(601) },
    { style: 'body {}' },
    { font: 'comic' },
    { font: '../x.woff2' },
    { logo: { light: '../logo.png' } },
    { logo: 'logo.png' },
    { favicon: { file: 'https://evil.example/a.png' } },
    { cover: { file: 'a\0.png' } },
    { css: 'x'.repeat(65 * 1024) },
    { headerHtml: 'x'.repeat(9 * 1024) },
  ]
  for (const input of wrong) assert.equal(ChangeAppearance.safeParse(input).success, false, JSON.stringify(input))
})

test('what is left out stays, null goes back, and a file says what differs', () => {
  const first = changed(plainAppearance, { preset: 'soft', radius: 4, light: { accent: '#0a5c2b', major: '#a00000' } })
  const second = changed(first, { radius: null, light: { major: null } })
  assert.deepEqual(flat(second), { ...flat(plainAppearance), preset: 'soft', 'light.accent': '#0a5c2b' })
  assert.deepEqual(Object.keys(worthSaying(changed(plainAppearance, worthSaying(second)))), ['preset', 'light'])
  assert.deepEqual(changed(second, plainAppearance), plainAppearance)
})

test('a bundled font is named by its release, and its file is there', () => {
  for (const key of bundledKeys) {
    const { file, version } = bundledFonts[key]
    const folder = file.split('/').slice(0, 2).join('/')
    const manifest = readFileSync(createRequire(import.meta.url).resolve(`${folder}/package.json`), 'utf8')
    assert.equal(JSON.parse(manifest).version, version)
    assert.match(themeCss(changed(plainAppearance, { font: key }), 'f-x.woff2'), /size-adjust: [\d.]+%/)
    assert.equal(bundledBytes(key)?.subarray(0, 4).toString(), 'wOF2')
  }
  assert.equal(bundledBytes('brand.woff2'), null)
})
