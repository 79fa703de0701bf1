import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'

/** Shown by public/push.js where the browser can do it; permission is asked for at the click, not before. */
export const pushOffer = ({ page, words }: Frame): Html =>
  html`<section id="push" hidden aria-labelledby="push-name" data-at="${page.basePath}/subscribe/push" data-on="${words.text('push.on')}" data-stop="${words.text('push.stop')}" data-start="${words.text('push.start')}" data-denied="${words.text('push.denied')}" data-failed="${words.text('push.failed')}">
<h2 id="push-name">${words.text('push.heading')}</h2>
<p>${words.text('push.help')}</p>
<p><button type="button">${words.text('push.start')}</button></p>
<p role="status"></p></section>
<script src="/subscribe/push.js" defer></script>`
