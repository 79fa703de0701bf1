import type { Link } from '../../appearance/links.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { languageNote } from './languages.ts'
import { ownText } from './own-text.ts'

// What a page's people wrote around all its documents.

/** "status", beside the page's name; null where that says so already. */
export function statusWord({ page, words }: Pick<Frame, 'page' | 'words'>): string | null {
  const word = words.text('brand.status')
  return page.name.toLowerCase().includes(word.toLowerCase()) ? null : word
}

/** The page's own links in the head, before ours. */
export const ownLinks = (frame: Frame): Html =>
  html`${frame.page.appearance.links.map((one) => html`${link(frame, one)} `)}`

export const ownFootLinks = (frame: Frame): Html =>
  html`${frame.page.content.footerLinks.map((one) => html` ${link(frame, one)}`)}`

/** Below the page's name. */
export function tagline(frame: Frame): Html | null {
  const { header, translations } = frame.page.content
  return header === null ? null : prose(frame, 'tagline prose', ownText(frame, header, 'header', translations))
}

export function ownFoot(frame: Frame): Html | null {
  const { footer, translations } = frame.page.appearance
  return footer === null ? null : prose(frame, 'own prose', ownText(frame, footer, 'footer', translations))
}

/** One whose address is another in the reader's language leads there. */
function link(frame: Frame, { name, url, translations }: Link): Html {
  const words = ownText(frame, name, 'name', translations)
  return html`<a href="${ownText(frame, url, 'url', translations).text}" rel="noopener"><bdi${words.lang}>${words.text}</bdi></a>`
}

const prose = (frame: Frame, look: string, { text, attributes, other }: ReturnType<typeof ownText>): Html =>
  html`<div class="${look}"${attributes}>${frame.markdown(text)}</div>${languageNote(frame, other)}\n`
