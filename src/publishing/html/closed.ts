import { html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { innerTitle, layout } from './layout.ts'

/** What a web server that has the published files alone answers to a form. Upfront itself never does. */
export const closedPage = (frame: Frame): string => {
  const { words, link } = frame
  return layout(frame, {
    title: innerTitle(frame, words.text('closed.title')),
    path: null,
    main: html`<h1 class="page-title">${words.text('closed.title')}</h1>
<p class="lede">${words.text('closed.lede')}</p>
<p>${words.text('closed.feeds')} <a href="${link('/history.atom')}">Atom</a> <a href="${link('/history.rss')}">RSS</a></p>
<p class="on"><a href="${link('/')}">${words.text('missing.now')}</a></p>`,
  })
}
