import type { Problem } from '../lib/errors.ts'
import { type Colour, contrast, fromOklch, toOklch } from './colour.ts'
import { type Preset, presetOf } from './presets/index.ts'
import { type Appearance, ChangeAppearance, changed, colourNames, looks, plainAppearance } from './schema.ts'

/** What WCAG 2.2 AA asks of text; states and links are text. */
export const enough = 4.5

/** The colours that cannot be read on the grounds of the preset, each with the nearest that can. */
export function unreadable(appearance: Appearance): Problem[] {
  const preset = presetOf(appearance.preset)
  return looks.flatMap((look) =>
    colourNames.flatMap((name) => {
      const colour = appearance[look][name]
      if (colour === null) return []
      const grounds = groundsOf(preset, look)
      const ground = hardest(colour, grounds)
      const ratio = contrast(colour, ground)
      if (ratio >= enough) return []
      return [
        {
          pointer: `/${look}/${name}`,
          detail: `expected a contrast of at least ${enough} to 1; on ${ground} this has ${floored(ratio)}. The nearest that passes is ${nearestReadable(colour, grounds)}`,
        },
      ]
    }),
  )
}

/** As a file says it whole: what it leaves out is the preset's. */
export const ReadableAppearance = ChangeAppearance.superRefine((input, ctx) => {
  for (const { pointer, detail } of unreadable(changed(plainAppearance, input)))
    ctx.addIssue({ code: 'custom', path: pointer.split('/').slice(1), message: detail })
})

/** What text of any colour stands on. */
export const groundsOf = (preset: Preset, look: 'light' | 'dark'): Colour[] => [
  preset[look].paper,
  preset[look].surface,
]

const steps = 400

/**
 * The same hue, as much lighter or darker as it takes: the grounds are all light or all dark, so that black or white
 * always passes.
 */
export function nearestReadable(colour: Colour, grounds: readonly Colour[]): Colour {
  const { l, c, h } = toOklch(colour)
  for (let step = 0; step <= steps; step++)
    for (const side of [-1, 1]) {
      const candidate = fromOklch({ l: l + (side * step) / steps, c, h })
      if (contrast(candidate, hardest(candidate, grounds)) >= enough) return candidate
    }
  throw new Error(`nothing can be read on both ${grounds.join(' and ')}`)
}

const hardest = (colour: Colour, grounds: readonly Colour[]): Colour =>
  grounds.reduce((worst, ground) => (contrast(colour, ground) < contrast(colour, worst) ? ground : worst))

/** Never rounded up to what it is not. */
const floored = (ratio: number) => (Math.floor(ratio * 100) / 100).toFixed(2)
