import { html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { layout } from './layout.ts'

export const notFoundPage = (frame: Frame): string =>
  layout(frame, {
    title: `Not found · ${frame.page.name} status`,
    path: null,
    main: html`<h1 class="page-title">There is nothing at this address</h1>
<p class="lede">The link may be old or mistyped. What is happening now is on the front page; what happened before is in the history.</p>
<p class="on"><a href="${frame.link('/')}">The state now</a> <a href="${frame.link('/history')}">History</a></p>`,
  })
