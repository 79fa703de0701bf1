import type { Component } from '../components/find.ts'
import type { Problem } from '../lib/errors.ts'
import { type Html, html } from '../lib/html.ts'

/** What a form about subscribing has to show. */
export type Choosable = { components: readonly Component[]; chosen: readonly string[] }

export const signUpAgain = (
  action: string,
  email: string,
  { components, chosen }: Choosable,
  problems: Problem[],
): Html =>
  html`<h1 class="page-title">Get updates</h1>
<div role="alert"><p class="lede">That did not work.</p><ul>${problems.map(({ pointer, detail }) => html`<li>${pointer === '/email' ? `Your e-mail address: ${detail}` : detail}</li>`)}</ul></div>
<form class="subscribe" method="post" action="${action}">
<p><label for="email">Your e-mail address</label>
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" spellcheck="false" value="${email}"></p>
${choices('What do you want to hear about?', { components, chosen })}
${trap}
<p><button type="submit">Send me updates</button></p>
</form>`

const trap = html`<p class="trap" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></p>`

/** The same for every address. */
export const asked = (email: string): Html => html`<h1 class="page-title">Look into your mail</h1>
<p class="lede">We have written to <bdi>${email}</bdi>. Follow the link in that mail to confirm that you want updates.</p>
<p>Nothing there after a few minutes? Look into the spam folder. We write to one address once an hour at most.</p>`

export const confirmQuestion = (
  action: string,
  text: string,
): Html => html`<h1 class="page-title">Do you want updates?</h1>
<p class="lede">${text}</p>
<form method="post" action="${action}"><p><button type="submit">Yes, send me updates</button></p></form>`

export const confirmed = (manage: string): Html => html`<h1 class="page-title">You will hear from us</h1>
<p class="lede">Your address is confirmed. We write when something breaks, when there is news, and when it works again.</p>
<p><a href="${manage}">Choose what you hear about</a></p>`

/** What the owner of a manage link sees. */
export type Managed = Choosable & {
  email: string
  action: string
  state: string
  /** What came of the choice before: saved, or left as it was, as something chosen is gone from the page. */
  came: 'saved' | 'gone' | null
  canUndo: boolean
}

export function manage({ email, action, state, came, canUndo, ...choosable }: Managed): Html {
  if (state === 'suppressed')
    return html`<h1 class="page-title">We do not write to you any more</h1>
<p class="lede">Mail to <bdi>${email}</bdi> was refused, so we stopped. If the address works again, tell those who run this page.</p>`
  if (state === 'unconfirmed')
    return html`<h1 class="page-title">Your address is not confirmed yet</h1>
<p class="lede">Follow the link in the mail that we sent to <bdi>${email}</bdi>. Until then you get no updates.</p>`
  if (state === 'unsubscribed') return unsubscribed(email, canUndo ? `${action}/undo` : null)
  return html`<h1 class="page-title">What you hear about</h1>
${came === 'saved' && html`<p role="status">Saved.</p>`}${came === 'gone' && html`<div role="alert"><p>Something that you chose is not on this page any more. Nothing was changed; please choose again.</p></div>`}
<p class="lede">Updates go to <bdi>${email}</bdi>.</p>
<form class="subscribe" method="post" action="${action}/choice">
${choices('Write to me about', choosable)}
<p><button type="submit">Save</button></p>
</form>
<section id="unsubscribe" aria-labelledby="stop"><h2 id="stop">Unsubscribe</h2>
<p>You get no more mail from this page, from now on. You can take it back.</p>
<form method="post" action="${action}"><p><button type="submit" name="unsubscribe" value="yes">Unsubscribe</button></p></form></section>`
}

const unsubscribed = (email: string, undo: string | null): Html => html`<h1 class="page-title">You are unsubscribed</h1>
<p class="lede">We write to <bdi>${email}</bdi> no more.</p>
${undo && html`<form method="post" action="${undo}"><p>Was it a mistake? <button type="submit">Send me updates again</button></p></form>`}`

function choices(legend: string, { components, chosen }: Choosable): Html | null {
  if (components.length === 0) return null
  return html`<fieldset><legend>${legend}</legend>
<p class="help">Choose nothing to hear about everything, including what is added later.</p>${branch(components, null, chosen)}</fieldset>`
}

function branch(components: readonly Component[], parent: string | null, chosen: readonly string[]): Html | null {
  const children = components.filter((one) => one.parent_id === parent)
  if (children.length === 0) return null
  return html`<ul class="choices">${children.map((one) => {
    const below = branch(components, one.id, chosen)
    return html`<li><label><input type="checkbox" name="components" value="${one.id}"${chosen.includes(one.id) && html` checked`}> <span><bdi>${one.name}</bdi>${below && ', all of it'}</span></label>${below}</li>`
  })}</ul>`
}

/** One page for links that are used, old, replaced or wrong: it says nothing about which. */
export const deadLink: Html = html`<p>The link may have been used already, it may be too old, or a newer mail has replaced it.</p>
<p>To get updates, or to change what you get, open the status page and choose “Get updates”: we write you a mail with a new link.</p>`
