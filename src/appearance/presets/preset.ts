import type { Colour } from '../colour.ts'

/** A look to begin with. One file each, and one line in index.ts. */
export type Preset = {
  key: string
  name: string
  /** One sentence for whoever chooses. */
  words: string
  light: Palette
  dark: Palette
  /** Of corners, in pixels. */
  radius: number
  /** Stacks of the readers' own fonts: nothing is fetched. Null: as in base.css. */
  text: string | null
  headings: string | null
  /** Shape, spacing and surfaces, on top of public/page.css. Text may stand on paper, surface and accent alone. */
  css: string
}

export type Palette = Record<
  | 'paper'
  | 'surface'
  | 'ink'
  | 'muted'
  | 'line'
  | 'accent'
  | 'working'
  | 'degraded'
  | 'partial'
  | 'major'
  | 'maintenance'
  | 'notice',
  Colour
>

/** States keep their colours from preset to preset, so that who reads several pages learns them once. */
export const lightStates = {
  working: '#14713a',
  degraded: '#855600',
  partial: '#ad420b',
  major: '#b3201f',
  maintenance: '#1d5bb8',
  notice: '#4b5059',
} as const

export const darkStates = {
  working: '#62ca8b',
  degraded: '#e5b64a',
  partial: '#f4985a',
  major: '#f58b86',
  maintenance: '#84b2f5',
  notice: '#b3b8c1',
} as const
