import type { Frame } from '../frame.ts'
import { sentenceOf } from '../sentence.ts'
import type { Tone } from '../words.ts'
import { xml } from './xml.ts'

type Style = {
  height: number
  radius: number
  /** Of the letters, in pixels. */
  size: number
  capitals: boolean
  label: { ground: string; ink: string }
  ink: string
  colours: Record<Tone, string>
}

const light: Record<Tone, string> = {
  working: '#14713a',
  degraded: '#855600',
  partial: '#ad420b',
  major: '#b3201f',
  maintenance: '#1d5bb8',
  notice: '#4b5059',
  unknown: '#4b5059',
}
const bright: Record<Tone, string> = {
  working: '#62ca8b',
  degraded: '#e5b64a',
  partial: '#f4985a',
  major: '#f58b86',
  maintenance: '#84b2f5',
  notice: '#b3b8c1',
  unknown: '#b3b8c1',
}
const plain: Style = {
  height: 20,
  radius: 3,
  size: 11,
  capitals: false,
  label: { ground: '#3c4048', ink: '#ffffff' },
  ink: '#ffffff',
  colours: light,
}

/** Files cannot vary by a query, so each style has an address. */
export const badgeStyles: Record<string, Style> = {
  '/badge.svg': plain,
  '/badge-flat.svg': { ...plain, radius: 0 },
  '/badge-large.svg': { ...plain, height: 28, radius: 4, size: 12, capitals: true },
  '/badge-dark.svg': { ...plain, label: { ground: '#2f333b', ink: '#eae8e3' }, ink: '#14161a', colours: bright },
}

/** The page's state as a small picture for a README or a website. */
export function badgeSvg(frame: Frame, style: Style = plain): string {
  const { label, message, tone } = badge(frame)
  const { height, radius, size } = style
  const shown = (words: string) => (style.capitals ? words.toLocaleUpperCase(frame.words.locale) : words)
  const padding = size + 1
  const [left, right] = [label, message].map((words) => Math.round((widthOf(shown(words)) * size) / 11) + padding)
  const width = left! + right!
  const text = (words: string, at: number, wide: number, ink: string) =>
    `<text x="${at + wide / 2}" y="${height / 2 + size * 0.36}" textLength="${wide - padding}" lengthAdjust="spacingAndGlyphs" fill="${ink}">${xml(shown(words))}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="${xml(`${label}: ${message}`)}">
<title>${xml(`${label}: ${message}`)}</title>
<clipPath id="r"><rect width="${width}" height="${height}" rx="${radius}"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="${height}" fill="${style.label.ground}"/><rect x="${left}" width="${right}" height="${height}" fill="${style.colours[tone]}"/></g>
<g text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="${size}">${text(label, 0, left!, style.label.ink)}${text(message, left!, right!, style.ink)}</g>
</svg>
`
}

/** The same for shields.io, https://shields.io/badges/endpoint-badge */
export function badgeJson(frame: Frame): string {
  const { label, message, tone } = badge(frame)
  return JSON.stringify({ schemaVersion: 1, label, message, color: light[tone].slice(1) })
}

function badge(frame: Frame) {
  const { tone } = sentenceOf(frame)
  const name = [...frame.page.name.toWellFormed()]
  const label = name.length > 40 ? `${name.slice(0, 39).join('')}…` : name.join('')
  return { label, tone, message: frame.words.text(`badge.${tone}`) }
}

/** About how wide Verdana at 11 px is; textLength makes the browser keep to it. */
function widthOf(text: string) {
  let width = 0
  for (const c of text) width += /[ijlI.,:;|'! ]/.test(c) ? 4 : /[mwMW@%]/.test(c) ? 10.5 : c > '\u2e80' ? 11 : 7
  return Math.round(width)
}
