import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { assetName } from '../uploads/find.ts'
import type { Dress } from './dress.ts'
import type { Appearance } from './schema.ts'

type Bundled = {
  name: string
  /** The one file that is published: Latin, and the readers' own type for all else. */
  file: string
  version: string
  weights: string
  generic: 'sans-serif' | 'serif' | 'monospace'
  /** The readers' own type drawn at this size and these heights takes the same room, so nothing moves when the font is there. */
  fallback: string
}

const fallbacks = {
  'sans-serif': 'local("Arial"), local("Liberation Sans"), local("Helvetica")',
  serif: 'local("Times New Roman"), local("Liberation Serif"), local("Times")',
  monospace: 'local("Courier New"), local("Liberation Mono"), local("Courier")',
}

export const bundledFonts = {
  inter: {
    name: 'Inter',
    file: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
    version: '5.3.0',
    weights: '100 900',
    generic: 'sans-serif',
    fallback: 'size-adjust: 105.53%; ascent-override: 91.8%; descent-override: 22.86%; line-gap-override: 0%;',
  },
  'source-serif': {
    name: 'Source Serif 4',
    file: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2',
    version: '5.3.1',
    weights: '200 900',
    generic: 'serif',
    fallback: 'size-adjust: 116.96%; ascent-override: 88.58%; descent-override: 28.64%; line-gap-override: 0%;',
  },
  nunito: {
    name: 'Nunito',
    file: '@fontsource-variable/nunito/files/nunito-latin-wght-normal.woff2',
    version: '5.3.0',
    weights: '200 1000',
    generic: 'sans-serif',
    fallback: 'size-adjust: 100.67%; ascent-override: 100.43%; descent-override: 35.06%; line-gap-override: 0%;',
  },
  'plex-mono': {
    name: 'IBM Plex Mono',
    file: '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
    version: '5.3.0',
    weights: '400',
    generic: 'monospace',
    fallback: 'size-adjust: 99.98%; ascent-override: 102.52%; descent-override: 27.5%; line-gap-override: 0%;',
  },
} as const satisfies Record<string, Bundled>

export type BundledKey = keyof typeof bundledFonts
export const bundledKeys = ['inter', 'source-serif', 'nunito', 'plex-mono'] as const satisfies BundledKey[]

const bundledOf = (font: string | null): Bundled | null =>
  Object.entries(bundledFonts).find(([key]) => key === font)?.[1] ?? null

/** Where the page's font lies below `/assets/`; null where it has none of its own. */
export function fontAsset({ font }: Pick<Appearance, 'font'>, dress: Dress): string | null {
  const bundled = bundledOf(font)
  if (bundled) return `f-${font}-${bundled.version.replaceAll('.', '')}.woff2`
  const own = dress.files.find((file) => file.kind === 'font' && file.name === font)
  return own ? assetName(own) : null
}

/** The bytes of one that comes with the program. */
export function bundledBytes(font: string | null): Buffer | null {
  const bundled = bundledOf(font)
  return bundled && readFileSync(createRequire(import.meta.url).resolve(bundled.file))
}

/** The rules that make it the page's type. `address` is where the style sheet finds it. */
export function fontCss({ font }: Pick<Appearance, 'font'>, address: string): string {
  const bundled = bundledOf(font)
  const generic = bundled?.generic ?? 'sans-serif'
  // One whose measures nobody knows is shown when it is there at once, which it is from the second page on: nothing moves.
  const display = bundled ? 'swap' : 'optional'
  const format = address.includes('.woff2') ? 'woff2' : 'woff'
  return [
    `@font-face { font-family: "Page"; src: url("${address}") format("${format}"); font-weight: ${bundled?.weights ?? '100 900'}; font-display: ${display}; }`,
    bundled && `@font-face { font-family: "Page before"; src: ${fallbacks[generic]}; ${bundled.fallback} }`,
    `html, h1, h2, h3, h4, .brand { font-family: "Page", "Page before", ${generic}; }`,
  ]
    .filter(Boolean)
    .join('\n')
}
