import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contrast, fromOklch, inkOn, toOklch } from './colour.ts'
import { presets } from './presets/index.ts'
import { enough, groundsOf, nearestReadable, unreadable } from './readable.ts'
import { changed, colourNames, looks, plainAppearance } from './schema.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`)
const preset = fc.constantFrom(...presets)
const look = fc.constantFrom(...looks)

test('contrast is that of WCAG', () => {
  assert.equal(contrast('#ffffff', '#000000'), 21)
  assert.equal(contrast('#777777', '#777777'), 1)
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
  assert.equal(contrast('#ffffff', '#767676').toFixed(2), '4.54')
})

test('a colour is the same after its way through OKLCH', () => {
  fc.assert(fc.property(colour, (one) => assert.equal(fromOklch(toOklch(one)), one)))
})

test('whatever the colour and the preset, what is suggested passes', () => {
  fc.assert(
    fc.property(colour, preset, look, (one, kind, side) => {
      const grounds = groundsOf(kind, side)
      const near = nearestReadable(one, grounds)
      assert.match(near, /^#[0-9a-f]{6}$/)
      for (const ground of grounds) assert.ok(contrast(near, ground) >= enough, `${near} on ${ground}`)
      const chosen = changed(plainAppearance, {
        preset: kind.key as typeof plainAppearance.preset,
        [side]: { major: near },
      })
      assert.deepEqual(unreadable(chosen), [])
    }),
    { numRuns: 300 },
  )
})

test('what passes is suggested as it is, and what does not keeps its hue', () => {
  const grounds = ['#ffffff', '#fbfaf8']
  assert.equal(nearestReadable('#5a3f9e', grounds), '#5a3f9e')
  const [before, after] = [toOklch('#f0a000'), toOklch(nearestReadable('#f0a000', grounds))]
  assert.ok(Math.abs(before.h - after.h) < 0.05 && after.l < before.l)
})

test('on any accent there is an ink that can be read', () => {
  fc.assert(fc.property(colour, (one) => assert.ok(contrast(inkOn(one), one) >= enough, one)))
})

test('every preset can be read as it comes', () => {
  for (const kind of presets)
    for (const side of looks)
      for (const [name, one] of Object.entries(kind[side])) {
        if (name === 'paper' || name === 'surface' || name === 'line') continue
        for (const ground of groundsOf(kind, side))
          assert.ok(
            contrast(one, ground) >= enough,
            `${kind.key} ${side} ${name} on ${ground}: ${contrast(one, ground)}`,
          )
      }
})

test('each colour that cannot be read is named, with one that can', () => {
  const appearance = changed(plainAppearance, {
    light: { accent: '#ffe08a', major: '#b3201f' },
    dark: { working: '#113311' },
  })
  const problems = unreadable(appearance)
  assert.deepEqual(
    problems.map(({ pointer }) => pointer),
    ['/light/accent', '/dark/working'],
  )
  for (const { pointer, detail } of problems) {
    const [, side, name] = pointer.split('/')
    const suggested = /passes is (#[0-9a-f]{6})$/.exec(detail)?.[1] ?? ''
    assert.match(detail, /^expected a contrast of at least 4\.5 to 1; on #[0-9a-f]{6} this has \d+\.\d\d\./)
    assert.ok(
      unreadable(changed(appearance, { [side!]: { [name!]: suggested } })).every((one) => one.pointer !== pointer),
    )
  }
  assert.ok(colourNames.length === 6)
})
