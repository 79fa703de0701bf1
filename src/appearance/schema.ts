import { isDeepStrictEqual } from 'node:util'
import { oneLine, prose, WebAddress } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import type { Colour } from './colour.ts'
import { plainPreset, presetKeys } from './presets/index.ts'

export const looks = ['light', 'dark'] as const
export type Look = (typeof looks)[number]
export const colourNames = ['accent', 'working', 'degraded', 'partial', 'major', 'maintenance'] as const
export const schemes = ['auto', 'light', 'dark'] as const
export const densities = ['airy', 'comfortable', 'compact'] as const
export const largestRadius = 32

const Hex = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'expected a colour such as #5a3f9e')
  .nullish()

const Colours = z.strictObject({
  accent: Hex,
  working: Hex,
  degraded: Hex,
  partial: Hex,
  major: Hex,
  maintenance: Hex,
})

export const Link = z.strictObject({ name: oneLine(40), url: WebAddress })

/** What is left out stays as it is; null goes back to what the preset has. */
export const ChangeAppearance = z.strictObject({
  preset: z.enum(presetKeys).nullish().meta({ description: 'Type, shape, spacing and colours to begin with.' }),
  scheme: z.enum(schemes).nullish().meta({ description: 'auto follows the reader’s system.' }),
  density: z.enum(densities).nullish(),
  radius: z.int().min(0).max(largestRadius).nullish().meta({ description: 'Of corners, in pixels.' }),
  light: Colours.nullish().meta({ description: 'Colours by day, as #rrggbb.' }),
  dark: Colours.nullish().meta({ description: 'Colours in the dark, as #rrggbb.' }),
  links: z.array(Link).max(6, 'expected at most 6 links').nullish().meta({ description: 'In the page’s head.' }),
  footer: prose(600).nullish().meta({ description: 'Markdown.' }),
})
export type ChangeAppearance = z.infer<typeof ChangeAppearance>

export type Colours = Record<(typeof colourNames)[number], Colour | null>

/** How a page looks. Null: as the preset has it. */
export type Appearance = {
  preset: (typeof presetKeys)[number]
  scheme: (typeof schemes)[number]
  density: (typeof densities)[number]
  radius: number | null
  light: Colours
  dark: Colours
  links: z.infer<typeof Link>[]
  footer: string | null
}

const noColours: Colours = {
  accent: null,
  working: null,
  degraded: null,
  partial: null,
  major: null,
  maintenance: null,
}

export const plainAppearance: Appearance = {
  preset: plainPreset,
  scheme: 'auto',
  density: 'comfortable',
  radius: null,
  light: noColours,
  dark: noColours,
  links: [],
  footer: null,
}

export function changed(before: Appearance, change: ChangeAppearance): Appearance {
  const plain = plainAppearance
  const pick = <Name extends keyof Appearance>(name: Name, to: Appearance[Name] | null | undefined) =>
    to === undefined ? before[name] : (to ?? plain[name])
  return {
    preset: pick('preset', change.preset),
    scheme: pick('scheme', change.scheme),
    density: pick('density', change.density),
    radius: pick('radius', change.radius),
    light: colours(before.light, change.light),
    dark: colours(before.dark, change.dark),
    links: pick('links', change.links),
    footer: pick('footer', change.footer),
  }
}

function colours(before: Colours, change: ChangeAppearance['light']): Colours {
  if (change === null) return noColours
  const all = colourNames.map((name) => [name, change?.[name] === undefined ? before[name] : change[name]])
  return { ...before, ...Object.fromEntries(all) }
}

/** What differs from a page that nobody has styled, in the words of the configuration file. */
export function worthSaying(appearance: Appearance): Partial<Appearance> {
  const plain = new Map<string, unknown>(Object.entries(plainAppearance))
  return Object.fromEntries(
    Object.entries(appearance).filter(([name, value]) => !isDeepStrictEqual(value, plain.get(name))),
  )
}

/** One name for each value that can be set, such as `light.accent`: for plans and events. */
export function flat(appearance: Appearance): Record<string, unknown> {
  const { light, dark, ...rest } = appearance
  const named = (look: Look, ones: Colours) => Object.entries(ones).map(([name, value]) => [`${look}.${name}`, value])
  return { ...rest, ...Object.fromEntries([...named('light', light), ...named('dark', dark)]) }
}
