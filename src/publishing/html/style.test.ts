import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { styleSheet } from '../../lib/style-sheet.ts'

const css = styleSheet(join(import.meta.dirname, '../../../public'), 'page.css').toString()
const [light = '', dark = '', print = ''] = css
  .split(/^\s*:root \{$/m)
  .slice(1)
  .map((rest) => rest.slice(0, rest.indexOf('}')))
const texts = ['ink', 'muted', 'accent', 'working', 'degraded', 'partial', 'major', 'maintenance', 'notice']

test('text of every colour can be read on every ground, by light, in the dark and on paper', () => {
  for (const [name, block] of Object.entries({ light, dark: light + dark, print: light + print })) {
    const colours = new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]))
    const pairs = texts.flatMap((text) => ['paper', 'surface'].map((ground) => [text, ground]))
    for (const [text, ground] of [...pairs, ['on-accent', 'accent']]) {
      const ratio = contrast(colours.get(text!)!, colours.get(ground!)!)
      assert.ok(ratio >= 4.5, `${name}: ${text} on ${ground} has ${ratio.toFixed(2)}`)
    }
  }
})

test('nothing is fetched from elsewhere', () => assert.doesNotMatch(css, /url\(|@import/))

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string) {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string) {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
