import { isAnnounced } from '../../content/announced.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'

/** What the page has to say besides its news, in its time. */
export function announcement(frame: Frame): Html | null {
  const said = frame.page.content.announcement
  if (!said || !isAnnounced(said, frame.now)) return null
  return html`<section class="told" aria-label="${frame.words.text('announcement.label')}"><div class="prose" dir="auto">${frame.markdown(said.text)}</div></section>
`
}
