import { social } from '../../content/social.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'

/** Where else the page's people are, by the places' names: their signs are not ours to draw. */
export function socialLinks(frame: Frame): Html | null {
  const ones = frame.page.content.social
  if (ones.length === 0) return null
  return html`<section aria-labelledby="social"><h2 id="social">${frame.words.text('social.heading')}</h2><ul class="links">${ones.map(
    ({ kind, url }) => html`<li><a href="${url}" rel="me noopener">${social[kind].name}</a></li>`,
  )}</ul></section>
`
}
