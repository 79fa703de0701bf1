import { isAnnounced } from '../../content/announced.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { languageNote } from './languages.ts'
import { ownText } from './own-text.ts'

/** What the page has to say besides its news, in its time. */
export function announcement(frame: Frame): Html | null {
  const said = frame.page.content.announcement
  if (!said || !isAnnounced(said, frame.now)) return null
  const { text, attributes, other } = ownText(frame, said.text, 'text', said.translations)
  return html`<section class="told" aria-label="${frame.words.text('announcement.label')}"><div class="prose"${attributes}>${frame.markdown(text)}</div>${languageNote(frame, other)}</section>
`
}
