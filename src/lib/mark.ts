import { type Html, html, raw } from './html.ts'

/** How something looks: each tone has a colour, and a shape that tells it in grey too. */
export type Tone = 'working' | 'degraded' | 'partial' | 'major' | 'maintenance' | 'notice' | 'unknown'

/** The shape of a state. It stands beside its word, so it says nothing to a screen reader. */
export const mark = (tone: Tone): Html =>
  html`<svg class="mark ${tone}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${raw(shapes[tone])}</svg>`

/** The state's shape, word and colour together. */
export const state = (tone: Tone, word: string): Html => html`<span class="state ${tone}">${mark(tone)}${word}</span>`

/** The icon of the browser's tab: the shape in a colour that holds on light and dark tabs, or small in the corner of `on`. */
export const icon = (tone: Tone, on: string | null = null): string => {
  const shape = on
    ? `<image href="${on}" width="16" height="16"/><g transform="translate(7 7) scale(.56)"><circle cx="8" cy="8" r="8" fill="#fff"/>${shapes[tone]}</g>`
    : shapes[tone]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="${iconColours[tone]}">${shape}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** The inside of a drawing of 16 by 16 units. */
export const shapeOf = (tone: Tone): string => shapes[tone]

const shapes: Record<Tone, string> = {
  working: '<circle cx="8" cy="8" r="6"/>',
  degraded: '<path d="M1.6 3h12.8a.8.8 0 0 1 .69 1.2l-6.4 10.1a.8.8 0 0 1-1.38 0L.91 4.2A.8.8 0 0 1 1.6 3z"/>',
  partial:
    '<path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.6v9.8a4.9 4.9 0 0 1 0-9.8z" fill-rule="evenodd"/>',
  major: '<rect x="2" y="2" width="12" height="12" rx="1.5"/>',
  maintenance:
    '<path d="M14.6 4.3 12 6.9l-2.3-.6L9.1 4l2.6-2.6a4.3 4.3 0 0 0-5.6 5.4l-4.6 4.6a2.2 2.2 0 0 0 3.1 3.1l4.6-4.6a4.3 4.3 0 0 0 5.4-5.6z"/>',
  unknown:
    '<path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.6a4.9 4.9 0 0 1 3.5 1.5l-6.9 6.9A4.9 4.9 0 0 1 8 3.1zm0 9.8a4.9 4.9 0 0 1-2.1-.5l6.5-6.5a4.9 4.9 0 0 1-4.4 7z" fill-rule="evenodd"/>',
  notice:
    '<path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm-.9 2.6h1.8v1.8H7.1zm0 3h1.8v4.8H7.1z" fill-rule="evenodd"/>',
}

const iconColours: Record<Tone, string> = {
  working: '#2a9d5c',
  degraded: '#b98900',
  partial: '#dd6b20',
  major: '#dc3f3f',
  maintenance: '#3b7ddd',
  notice: '#7a7f87',
  unknown: '#7a7f87',
}
