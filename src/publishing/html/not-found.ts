import { html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { innerTitle, layout } from './layout.ts'

export const notFoundPage = (frame: Frame): string =>
  layout(frame, {
    title: innerTitle(frame, frame.words.text('missing.title')),
    path: null,
    main: html`<h1 class="page-title">${frame.words.text('missing.heading')}</h1>
<p class="lede">${frame.words.text('missing.lede')}</p>
<p class="on"><a href="${frame.link('/')}">${frame.words.text('missing.now')}</a> <a href="${frame.link('/history')}">${frame.words.text('nav.history')}</a></p>`,
  })
