import { hash } from 'node:crypto'
import type { Content } from '../../content/schema.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { languageNote } from './languages.ts'
import { ownText } from './own-text.ts'

/** Questions with their answers folded below them; each answer has an address of its own. */
export function faq(frame: Frame): Html | null {
  const { faq } = frame.page.content
  if (faq.length === 0) return null
  const anchors = faqAnchors(faq)
  return html`<section aria-labelledby="faq"><h2 id="faq">${frame.words.text('faq.heading')}</h2><div class="faq">${faq.map((one, i) => entry(frame, one, anchors[i] ?? ''))}</div></section>
`
}

function entry(frame: Frame, { question, answer, translations }: Content['faq'][number], anchor: string): Html {
  const asked = ownText(frame, question, 'question', translations)
  const answered = ownText(frame, answer, 'answer', translations)
  return html`<details id="q-${anchor}"><summary><bdi${asked.lang}>${asked.text}</bdi></summary><div class="prose"${answered.attributes} id="${anchor}">${frame.markdown(answered.text)}</div>${languageNote(frame, answered.other)}<p class="aside"><a href="#${anchor}">${frame.words.text('faq.link')}</a></p></details>`
}

/** The fragment of each answer's address: from its question, so that it stays when others come and go. */
export function faqAnchors(faq: readonly { question: string }[]): string[] {
  const seen = new Map<string, number>()
  return faq.map(({ question }) => {
    const words = question
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 48)
    // A question in another script has few such letters, or none.
    const name = words.length * 2 >= question.trim().length ? words : hash('sha256', question, 'hex').slice(0, 8)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return `faq-${name}${count > 1 ? `-${count}` : ''}`
  })
}
