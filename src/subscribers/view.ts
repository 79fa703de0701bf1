import type { Component } from '../components/find.ts'
import type { Problem } from '../lib/errors.ts'
import { type Html, html } from '../lib/html.ts'
import type { Frame } from '../publishing/frame.ts'

/** What a form about subscribing has to show. */
export type Choosable = { components: readonly Component[]; chosen: readonly string[] }

export const signUpAgain = (
  frame: Frame,
  action: string,
  email: string,
  { components, chosen }: Choosable,
  problems: Problem[],
): Html => {
  const { words } = frame
  const said = problems.map(({ pointer }) => words.text(pointer === '/email' ? 'again.address' : 'again.choice'))
  return html`<h1 class="page-title">${words.text('subscribe.heading')}</h1>
<div role="alert"><p class="lede">${words.text('again.failed')}</p><ul>${[...new Set(said)].map((one) => html`<li>${one}</li>`)}</ul></div>
<form class="subscribe" method="post" action="${action}">
<input type="hidden" name="language" value="${words.lang}">
<p><label for="email">${words.text('subscribe.email')}</label>
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" spellcheck="false" value="${email}"></p>
${choices(words.text('subscribe.what'), { components, chosen }, frame)}
${trap(frame)}
<p><button type="submit">${words.text('subscribe.send')}</button></p>
</form>`
}

export const trap = ({ words }: Frame): Html =>
  html`<p class="trap" aria-hidden="true"><label for="website">${words.text('subscribe.website')}</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></p>`

/** The same for every address. `leaves`: mail can be sent; otherwise it follows. */
export function asked({ words }: Frame, email: string, leaves: boolean): { title: string; body: Html } {
  const title = words.text(leaves ? 'asked.heading' : 'asked.later_heading')
  const lede = words.html(leaves ? 'asked.lede' : 'asked.later', { address: html`<bdi>${email}</bdi>` })
  return {
    title,
    body: html`<h1 class="page-title">${title}</h1>
<p class="lede">${lede}</p>${leaves && html`<p>${words.text('asked.nothing')}</p>`}`,
  }
}

export const confirmQuestion = ({ words }: Frame, action: string, text: string): Html =>
  html`<h1 class="page-title">${words.text('confirm.heading')}</h1>
<p class="lede">${text}</p>
<form method="post" action="${action}"><p><button type="submit">${words.text('confirm.yes')}</button></p></form>`

export const confirmed = ({ words }: Frame, manage: string): Html =>
  html`<h1 class="page-title">${words.text('confirm.done')}</h1>
<p class="lede">${words.text('confirm.done_lede')}</p>
<p><a href="${manage}">${words.text('confirm.choose')}</a></p>`

/** The same link a second time: pressed twice, or opened again. */
export const confirmedBefore = ({ words, page }: Frame): Html =>
  html`<h1 class="page-title">${words.text('confirm.done')}</h1>
<p class="lede">${words.text('confirm.again')}</p>
<p><a href="${page.url}"><bdi>${page.name}</bdi></a></p>`

export function choices(legend: string, { components, chosen }: Choosable, frame: Frame): Html | null {
  if (components.length === 0) return null
  return html`<fieldset><legend>${legend}</legend>
<p class="help">${frame.words.text('subscribe.what_help')}</p>${branch(components, null, chosen, frame)}</fieldset>`
}

function branch(
  components: readonly Component[],
  parent: string | null,
  chosen: readonly string[],
  frame: Frame,
): Html | null {
  const children = components.filter((one) => one.parent_id === parent)
  if (children.length === 0) return null
  return html`<ul class="choices">${children.map((one) => {
    const below = branch(components, one.id, chosen, frame)
    const name = html`<bdi>${one.name}</bdi>`
    return html`<li><label><input type="checkbox" name="components" value="${one.id}"${chosen.includes(one.id) && html` checked`}> <span>${below ? frame.words.html('subscribe.all_of_it', { name }) : name}</span></label>${below}</li>`
  })}</ul>`
}
