import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { ComponentNode } from '../snapshot.ts'
import { innerTitle, layout } from './layout.ts'
import { channelForm, inForm } from './subscribe-channel.ts'
import { pushOffer } from './subscribe-push.ts'

/** How to follow the page: by mail, with a choice of components, and by feed. */
export const subscribePage = (frame: Frame): string =>
  layout(frame, {
    title: innerTitle(frame, frame.words.text('subscribe.heading')),
    path: '/subscribe',
    asks: true,
    main: html`<h1 class="page-title">${frame.words.text('subscribe.heading')}</h1>
${frame.page.canSubscribe ? ways(frame) : html`<p class="lede">${frame.words.text('subscribe.off')}</p>`}
<section aria-labelledby="feeds"><h2 id="feeds">${frame.words.text(frame.page.canSubscribe ? 'subscribe.or_feeds' : 'subscribe.feeds')}</h2>
<p>${frame.words.text('subscribe.feeds_help')}</p>
<ul class="links"><li><a href="${frame.link('/history.atom')}">Atom</a></li><li><a href="${frame.link('/history.rss')}">RSS</a></li><li><a href="${frame.link('/feed.json')}">${frame.words.text('footer.json')}</a></li></ul>
<p>${calendars(frame)}</p></section>`,
  })

const calendars = ({ words, link }: Frame): Html =>
  words.html('subscribe.calendars', {
    planned: html`<a href="${link('/calendar.ics')}">${words.text('subscribe.calendar_planned')}</a>`,
    all: html`<a href="${link('/calendar-all.ics')}">${words.text('subscribe.calendar_all')}</a>`,
  })

/** By mail, and by whatever else the page offers. */
function ways(frame: Frame): Html {
  const { offered = ['email'], hasSlackApp = false, basePath } = frame.page
  const others = inForm(offered)
  const action = `${basePath}/subscribe/channel`
  return html`${offered.includes('email') && form(frame)}${
    others.length > 0 &&
    html`<section aria-labelledby="by"><h2 id="by">${frame.words.text(offered.includes('email') ? 'by.heading' : 'by.how')}</h2>
${channelForm(frame, { action, offered, hasSlackApp, choices: offered.includes('email') ? folded(frame) : what(frame) })}</section>`
  }${offered.includes('web-push') && pushOffer(frame)}`
}

/** Which components. */
const what = (frame: Frame): Html | false => {
  const { words, snapshot } = frame
  return (
    snapshot.components.length > 0 &&
    html`<fieldset><legend>${words.text('subscribe.what')}</legend>
<p class="help">${words.text('subscribe.what_help')}</p>${choices(frame, snapshot.components)}</fieldset>`
  )
}

/** The same a second time on one page: folded, so that what is chosen above it does not look as if it were asked again. */
const folded = (frame: Frame): Html | false =>
  frame.snapshot.components.length > 0 &&
  html`<details class="what"><summary>${frame.words.text('subscribe.what')}</summary>
<p class="help">${frame.words.text('subscribe.what_help')}</p>${choices(frame, frame.snapshot.components)}</details>`

function form(frame: Frame): Html {
  const { words } = frame
  return html`<p class="lede">${words.text('subscribe.lede')}</p>
<p class="stale" id="closed" role="status" hidden>${words.text('closed.form')}</p>
<form class="subscribe" method="post" action="${frame.page.basePath}/subscribe">
<input type="hidden" name="language" value="${words.lang}">
<p><label for="email">${words.text('subscribe.email')}</label>
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" spellcheck="false" aria-describedby="email-help">
<span class="help" id="email-help">${words.text('subscribe.email_help')}</span></p>
${what(frame)}
<p class="trap" aria-hidden="true"><label for="website">${words.text('subscribe.website')}</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></p>
<p><button type="submit">${words.text('subscribe.send')}</button></p>
</form>
<p class="again"><a href="${frame.page.basePath}/subscribe/again">${words.text('code.heading')}</a></p>`
}

const choices = (frame: Frame, nodes: ComponentNode[]): Html =>
  html`<ul class="choices">${nodes.map(
    (node) =>
      html`<li><label><input type="checkbox" name="components" value="${node.id}"> <span>${choice(frame, node)}</span></label>${node.children.length > 0 && choices(frame, node.children)}</li>`,
  )}</ul>`

function choice({ words }: Frame, { name, children }: ComponentNode): Html {
  const shown = html`<bdi>${name}</bdi>`
  return children.length > 0 ? words.html('subscribe.all_of_it', { name: shown }) : shown
}
