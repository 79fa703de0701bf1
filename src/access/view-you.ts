import { type Html, html } from '../lib/html.ts'
import type { Frame } from '../publishing/frame.ts'
import type { Feed } from './feeds.ts'
import type { Session } from './session.ts'
import { doorLayout, routed } from './view.ts'

/** Who is signed in, what they have made, and the way out. `session`: null where the network alone lets them in. */
export const you = (
  frame: Frame,
  { session, feeds, manage }: { session: Session | null; feeds: readonly Feed[]; manage: string | null },
): string => {
  const { words } = frame
  const title = words.text('signin.you')
  return doorLayout(
    frame,
    title,
    html`<h1 class="page-title">${title}</h1>
<p class="lede">${session ? asWhom(frame, session) : words.text('signin.by_network')}</p>
<p><a href="${frame.link('/')}">${words.text('signin.back')}</a></p>
${manage && html`<p><a href="${manage}">${words.text('confirm.choose')}</a></p>`}
${
  session &&
  html`<form class="subscribe" method="post" action="${routed(frame, '/sign-out')}"><p><button type="submit">${words.text('signin.out')}</button></p></form>
${privateFeeds(frame, feeds)}`
}`,
  )
}

function asWhom({ words, page }: Frame, { way, email, identity }: Session): Html | string {
  if (way === 'password') return words.text('signin.by_password')
  const connection = page.entrance?.connections.find(({ key }) => way === `sso:${key}`)
  const name = email ?? connection?.name ?? identity.replace(/^\w+:/, '')
  return words.html('signin.as', { name: html`<bdi>${name}</bdi>` })
}

const privateFeeds = (frame: Frame, feeds: readonly Feed[]): Html => {
  const { words, times } = frame
  return html`<section class="ways" aria-labelledby="feeds"><h2 id="feeds">${words.text('feeds.heading')}</h2>
<p>${words.text('feeds.lede')}</p>
${feeds.map(
  (feed) =>
    html`<form class="subscribe" method="post" action="${routed(frame, `/sign-in/feeds/${feed.id}/revoke`)}"><p><bdi>${feed.name}</bdi> <span class="help">${feed.last_used_at ? words.text('feeds.used', { time: times.full(feed.last_used_at) }) : words.text('feeds.unused')}</span></p>
<p><button type="submit">${words.text('feeds.revoke', { name: feed.name })}</button></p></form>`,
)}
<form class="subscribe" method="post" action="${routed(frame, '/sign-in/feeds')}"><p><label for="name">${words.text('feeds.name')}</label>
<input id="name" name="name" type="text" required maxlength="80" autocomplete="off"></p>
<p><button type="submit">${words.text('feeds.make')}</button></p></form></section>`
}

/** The addresses of a feed, which are shown this once. */
export const feedMade = (frame: Frame, token: string): string => {
  const { words } = frame
  return doorLayout(
    frame,
    words.text('feeds.made'),
    html`<h1 class="page-title">${words.text('feeds.made')}</h1>
<p class="lede">${words.text('feeds.made_lede')}</p>
<dl class="facts">${feedAddresses(frame, token).map(([name, address]) => html`<dt>${name}</dt><dd><code>${address}</code></dd>`)}</dl>
<p class="on"><a href="${routed(frame, '/sign-in/you')}">${words.text('signin.you')}</a></p>`,
  )
}

export const feedAddresses = ({ words, page }: Frame, token: string): [string, string][] =>
  (
    [
      ['Atom', '/history.atom'],
      ['RSS', '/history.rss'],
      [words.text('footer.json'), '/feed.json'],
      [words.text('feeds.calendar'), '/calendar.ics'],
      ['API', '/api/v2/summary.json'],
      [words.text('feeds.badge'), '/badge.svg'],
    ] as const
  ).map(([name, path]) => [name, `${page.url}${path}?token=${token}`])
