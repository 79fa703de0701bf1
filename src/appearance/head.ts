import { type Html, html } from '../lib/html.ts'
import type { Appearance } from './schema.ts'
import { paletteOf } from './theme.ts'

/** What the browser must know before the style sheet is there: the ground, so that nothing flashes. */
export function schemeMetas(appearance: Appearance): Html {
  const ground = (look: 'light' | 'dark') => paletteOf(appearance, look).paper
  const { scheme } = appearance
  if (scheme !== 'auto')
    return html`<meta name="color-scheme" content="${scheme === 'light' ? 'only light' : 'dark'}">
<meta name="theme-color" content="${ground(scheme)}">`
  return html`<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="${ground('light')}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="${ground('dark')}" media="(prefers-color-scheme: dark)">`
}
