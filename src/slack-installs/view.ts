import { type Html, html } from '../lib/html.ts'
import type { Frame } from '../publishing/frame.ts'

/** What comes next: a link, as browsers let no form lead to another site. */
export const goOn = ({ words }: Frame, to: string): Html =>
  html`<h1 class="page-title">${words.text('by.slack_go')}</h1>
<p class="lede">${words.text('by.slack_go_lede')}</p>
<p class="ways"><a class="button" href="${to}" rel="noreferrer">${words.text('by.slack_add')}</a></p>`

/** Why nothing was added, and the way back. */
export const notAdded = ({ words, page }: Frame, why: 'by.slack_old' | 'by.slack_denied' | 'by.slack_failed'): Html =>
  html`<h1 class="page-title">${words.text('again.failed')}</h1>
<p class="lede" role="alert">${words.text(why)}</p>
<p><a href="${page.url}/subscribe">${words.text('subscribe.heading')}</a></p>`
