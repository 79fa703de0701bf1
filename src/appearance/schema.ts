import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { translated } from '../publishing/languages/schema.ts'
import type { Colour } from './colour.ts'
import { bundledKeys } from './fonts.ts'
import { Link } from './links.ts'
import { longestCss, longestHtml } from './longest.ts'
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

/** Of the page's own words around its documents. */
const AppearanceTranslations = translated({ footer: prose(600) })

const FileName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'expected the name of a file of this page, such as logo.png')

const FontName = z
  .string()
  .regex(
    new RegExp(`^(${bundledKeys.join('|')}|[a-z0-9][a-z0-9._-]{0,74}\\.woff2?)$`),
    `expected ${bundledKeys.join(', ')} or the name of a font of this page, such as brand.woff2`,
  )

const Logo = z.strictObject({
  light: FileName,
  dark: FileName.nullish().meta({ description: 'In the dark; the same where there is none.' }),
  alt: oneLine(120).nullish().meta({ description: 'What it says; the page’s name where there is none.' }),
})

const Favicon = z.strictObject({
  file: FileName.meta({ description: 'A square picture.' }),
  state: z.boolean().nullish().meta({ description: 'With the mark of the page’s state on it.' }),
})

const Cover = z.strictObject({ file: FileName, alt: oneLine(200).nullish() })

const code = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'expected a text that is not empty')
    .refine((text) => Buffer.byteLength(text) <= longest, `expected at most ${longest / 1024} KB`)
    .refine((text) => !/[^\P{Cc}\n\r\t\f]/u.test(text), 'expected text without control characters')

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
  translations: AppearanceTranslations.nullish(),
  font: FontName.nullish().meta({ description: 'Bundled or a file of the page; null: the preset’s.' }),
  logo: Logo.nullish().meta({ description: 'In the place of the page’s name.' }),
  favicon: Favicon.nullish().meta({ description: 'Null: the mark of the page’s state.' }),
  cover: Cover.nullish().meta({ description: 'A wide picture above the front page.' }),
  css: code(longestCss).nullish().meta({ description: 'The page’s own CSS. See the manual for what it may hold.' }),
  headerHtml: code(longestHtml).nullish().meta({ description: 'HTML below the head: text, links, boxes, pictures.' }),
  footerHtml: code(longestHtml).nullish().meta({ description: 'The same above the foot.' }),
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
  translations: z.infer<typeof AppearanceTranslations>
  /** One that comes with the program, or a file of the page. */
  font: string | null
  logo: { light: string; dark: string | null; alt: string | null } | null
  favicon: { file: string; state: boolean } | null
  cover: { file: string; alt: string | null } | null
  css: string | null
  headerHtml: string | null
  footerHtml: string | null
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
  translations: {},
  font: null,
  logo: null,
  favicon: null,
  cover: null,
  css: null,
  headerHtml: null,
  footerHtml: null,
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
    translations: pick('translations', change.translations),
    font: pick('font', change.font),
    logo: pick('logo', change.logo && { ...change.logo, dark: change.logo.dark ?? null, alt: change.logo.alt ?? null }),
    favicon: pick('favicon', change.favicon && { ...change.favicon, state: change.favicon.state ?? false }),
    cover: pick('cover', change.cover && { ...change.cover, alt: change.cover.alt ?? null }),
    css: pick('css', change.css),
    headerHtml: pick('headerHtml', change.headerHtml),
    footerHtml: pick('footerHtml', change.footerHtml),
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

/** One name for each value that can be set, such as `light.accent`: for plans and events. Long texts by their mark. */
export function flat(appearance: Appearance): Record<string, unknown> {
  const { light, dark, logo, favicon, cover, css, headerHtml, footerHtml, ...rest } = appearance
  const named = (look: Look, ones: Colours) => Object.entries(ones).map(([name, value]) => [`${look}.${name}`, value])
  return {
    ...rest,
    ...Object.fromEntries([...named('light', light), ...named('dark', dark)]),
    'logo.light': logo?.light ?? null,
    'logo.dark': logo?.dark ?? null,
    'logo.alt': logo?.alt ?? null,
    'favicon.file': favicon?.file ?? null,
    'favicon.state': favicon?.state ?? null,
    'cover.file': cover?.file ?? null,
    'cover.alt': cover?.alt ?? null,
    css: markOf(css),
    headerHtml: markOf(headerHtml),
    footerHtml: markOf(footerHtml),
  }
}

const markOf = (text: string | null) =>
  text === null ? null : `${text.length} characters (${hash('sha256', text, 'hex').slice(0, 8)})`
