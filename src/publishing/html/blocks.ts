import { type Block, type BlockName, textKey } from '../../content/blocks.ts'
import { shownBlocks } from '../../content/schema.ts'
import { type Html, html } from '../../lib/html.ts'
import { pastDays } from '../days.ts'
import type { Frame } from '../frame.ts'
import type { Sentence } from '../sentence.ts'
import { announcement } from './announcement.ts'
import { componentsBlock, uptimeBlock } from './components-block.ts'
import { contact } from './contact.ts'
import { faq } from './faq.ts'
import { incidents, planned } from './incident-blocks.ts'
import { mark } from './mark.ts'
import { metricsBlock } from './metrics.ts'
import { past } from './past.ts'
import { searchBlock } from './search-block.ts'
import { sentenceHtml } from './sentence.ts'
import { socialLinks } from './social.ts'
import { freeText } from './texts.ts'

/** How many days the front looks back, and ahead. */
export const window = 14

/** The front's blocks in the order that the page has chosen; one with nothing to show prints nothing. */
export function blocks(frame: Frame, sentence: Sentence): Html {
  const shown = shownBlocks(frame.page.content)
  const heading = shown.includes('state') ? null : html`<h1 class="sr">${frame.page.name}</h1>\n`
  return html`${heading}${shown.map((block) => one(frame, sentence, block))}`
}

function one(frame: Frame, sentence: Sentence, block: Block): Html | null {
  const key = textKey(block)
  return key === null ? named[block as BlockName](frame, sentence) : freeText(frame, key)
}

const named: Record<BlockName, (frame: Frame, sentence: Sentence) => Html | null> = {
  announcement,
  state: (frame, sentence) => html`<section class="now ${sentence.tone}">
<h1>${mark(sentence.tone)}<span>${sentenceHtml(frame, sentence.text)}</span></h1>
${sentence.more && html`<p class="more">${sentenceHtml(frame, sentence.more)}</p>`}
</section>
`,
  incidents,
  planned: (frame) => planned(frame, window),
  components: componentsBlock,
  uptime: uptimeBlock,
  metrics: metricsBlock,
  past: pastBlock,
  faq,
  contact,
  social: socialLinks,
  search: searchBlock,
}

function pastBlock(frame: Frame): Html {
  const days = pastDays(frame, window)
  const isQuiet = days.every((day) => 'quiet' in day)
  return html`<section aria-labelledby="past"><h2 id="past">${frame.words.text('home.past', { count: window })}</h2>${isQuiet ? html`<p class="empty">${frame.words.text('home.quiet', { count: window })}</p>` : past(frame, days)}
<p class="on"><a href="${frame.link('/history')}">${frame.words.text('home.history')}</a></p></section>
`
}
