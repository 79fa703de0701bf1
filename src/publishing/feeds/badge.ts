import type { Frame } from '../frame.ts'
import { sentenceOf } from '../sentence.ts'
import type { Tone } from '../words.ts'
import { xml } from './xml.ts'

/** The page's state as a small picture for a README or a website. */
export function badgeSvg(frame: Frame): string {
  const { label, message, colour } = badge(frame)
  const [left, right] = [widthOf(label) + 12, widthOf(message) + 12]
  const text = (words: string, at: number, width: number) =>
    `<text x="${at + width / 2}" y="14" textLength="${width - 12}" lengthAdjust="spacingAndGlyphs">${xml(words)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${xml(`${label}: ${message}`)}">
<title>${xml(`${label}: ${message}`)}</title>
<clipPath id="r"><rect width="${left + right}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="20" fill="#3c4048"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(label, 0, left)}${text(message, left, right)}</g>
</svg>
`
}

/** The same for shields.io, https://shields.io/badges/endpoint-badge */
export function badgeJson(frame: Frame): string {
  const { label, message, colour } = badge(frame)
  return JSON.stringify({ schemaVersion: 1, label, message, color: colour.slice(1) })
}

function badge(frame: Frame) {
  const { tone } = sentenceOf(frame.snapshot, frame.times)
  const name = [...frame.page.name.toWellFormed()]
  const label = name.length > 40 ? `${name.slice(0, 39).join('')}…` : name.join('')
  return { label, ...states[tone] }
}

const states: Record<Tone, { message: string; colour: string }> = {
  working: { message: 'working', colour: '#14713a' },
  degraded: { message: 'degraded', colour: '#855600' },
  partial: { message: 'partial outage', colour: '#ad420b' },
  major: { message: 'major outage', colour: '#b3201f' },
  maintenance: { message: 'maintenance', colour: '#1d5bb8' },
  notice: { message: 'incident', colour: '#4b5059' },
}

/** About how wide Verdana at 11 px is; textLength makes the browser keep to it. */
function widthOf(text: string) {
  let width = 0
  for (const c of text) width += /[ijlI.,:;|'! ]/.test(c) ? 4 : /[mwMW@%]/.test(c) ? 10.5 : c > '\u2e80' ? 11 : 7
  return Math.round(width)
}
