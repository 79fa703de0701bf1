import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { ComponentNode } from '../snapshot.ts'
import { layout } from './layout.ts'

/** How to follow the page: by mail, with a choice of components, and by feed. */
export const subscribePage = (frame: Frame): string =>
  layout(frame, {
    title: `Get updates · ${frame.page.name} status`,
    path: '/subscribe',
    main: html`<h1 class="page-title">Get updates</h1>
${frame.page.canSubscribe ? form(frame) : html`<p class="lede">This page sends no mail. You can follow it by feed.</p>`}
<section aria-labelledby="feeds"><h2 id="feeds">${frame.page.canSubscribe ? 'Or follow by feed' : 'Feeds'}</h2>
<p>Add one of these to a feed reader or a chat channel. Nobody learns that you follow it.</p>
<ul class="links"><li><a href="${frame.link('/history.atom')}">Atom</a></li><li><a href="${frame.link('/history.rss')}">RSS</a></li><li><a href="${frame.link('/feed.json')}">JSON feed</a></li></ul>
<p>Planned work comes into your calendar by one of these: <a href="${frame.link('/calendar.ics')}">planned work</a>, or <a href="${frame.link('/calendar-all.ics')}">with incidents too</a>.</p></section>`,
  })

function form(frame: Frame): Html {
  const { components } = frame.snapshot
  return html`<p class="lede">We mail you when something breaks, when we know more, and when it works again.</p>
<form class="subscribe" method="post" action="${frame.link('/subscribe')}">
<p><label for="email">Your e-mail address</label>
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" spellcheck="false" aria-describedby="email-help">
<span class="help" id="email-help">You get one mail with a link to confirm it. Until then we send nothing.</span></p>
${
  components.length > 0 &&
  html`<fieldset><legend>What do you want to hear about?</legend>
<p class="help">Choose nothing to hear about everything, including what is added later.</p>${choices(components)}</fieldset>`
}
<p class="trap" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></p>
<p><button type="submit">Send me updates</button></p>
</form>`
}

const choices = (nodes: ComponentNode[]): Html =>
  html`<ul class="choices">${nodes.map(
    (node) =>
      html`<li><label><input type="checkbox" name="components" value="${node.id}"> <span><bdi>${node.name}</bdi>${node.children.length > 0 && ', all of it'}</span></label>${node.children.length > 0 && choices(node.children)}</li>`,
  )}</ul>`
