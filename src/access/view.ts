import { schemeMetas } from '../appearance/head.ts'
import { type Html, html } from '../lib/html.ts'
import type { Frame } from '../publishing/frame.ts'
import { statusWord } from '../publishing/html/around.ts'
import { icon } from '../publishing/html/mark.ts'
import { canSignIn, type Entrance } from './entrance.ts'

/** The document around signing in: the page's look, and nothing of what it says. */
export function doorLayout(frame: Frame, title: string, main: Html): string {
  const { words, page, assets } = frame
  const word = statusWord(frame)
  const isNamed = page.entrance?.showName ?? true
  return html`<!doctype html>
<html lang="${words.lang}"${words.dir === 'rtl' && html` dir="rtl"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${isNamed ? words.text('title.inner', { title, page: page.name }) : title}</title>
${schemeMetas(page.appearance)}
<link rel="stylesheet" href="${assets.style}">
<link rel="icon" href="${icon('notice')}">
</head>
<body>
${isNamed && html`<header class="top"><a class="brand" href="${frame.link('/')}"><bdi>${page.name}</bdi>${word && html` <span>${word}</span>`}</a></header>`}
<main id="main">
${main}
</main>
</body>
</html>
`.__html
}

export type Wrong = { field: 'password' | 'email' | null; text: string }
export type Again = { wrong?: Wrong | null; email?: string; next?: string | null }

/** The door itself: the same for everybody who asks. */
export const signInPage = (frame: Frame, again: Again = {}): string =>
  doorLayout(frame, frame.words.text('signin.heading'), ways(frame, again))

function ways(frame: Frame, { wrong = null, email = '', next = null }: Again): Html {
  const { words, page } = frame
  const { entrance } = page
  if (!entrance) return html`<h1 class="page-title">${words.text('signin.heading')}</h1>`
  const form = (action: string, fields: Html) =>
    html`<form class="subscribe" method="post" action="${routed(frame, action)}"><input type="hidden" name="language" value="${words.lang}">${next !== null && html`<input type="hidden" name="next" value="${next}">`}${fields}</form>`
  const trouble = (field: Wrong['field']) =>
    wrong?.field === field && html`<span class="help" id="${field}-wrong" role="alert">${wrong.text}</span>`
  const marked = (field: Wrong['field']) =>
    wrong?.field === field && html` aria-invalid="true" aria-describedby="${field}-wrong"`
  return html`<h1 class="page-title">${words.text('signin.heading')}</h1>
<p class="lede">${lede(frame, entrance)}</p>
${wrong?.field === null && html`<p role="alert">${wrong.text}</p>`}
<div class="ways">
${entrance.connections.map(({ key, name }) => html`<p><a class="button" href="${routed(frame, `/sign-in/with/${key}`)}">${words.text('signin.with', { name })}</a></p>`)}
${
  entrance.password &&
  form(
    '/sign-in/password',
    html`<p><label for="password">${words.text('signin.password')}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"${marked('password')}>${trouble('password')}</p>
<p><button type="submit">${words.text('signin.enter')}</button></p>`,
  )
}
${
  entrance.mail &&
  form(
    '/sign-in/mail',
    html`<p><label for="email">${words.text('signin.email')}</label>
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" spellcheck="false" value="${email}"${marked('email') || html` aria-describedby="email-help"`}>${trouble('email') || html`<span class="help" id="email-help">${words.text('signin.email_help')}</span>`}</p>
<p><button type="submit">${words.text('signin.send')}</button></p>`,
  )
}
${!canSignIn(entrance) && html`<p>${words.text('signin.closed')}</p>`}
<p class="help"><a href="${entrance.staff}">${words.text('signin.staff')}</a></p>
</div>`
}

function lede({ words, page }: Frame, entrance: Entrance): string {
  if (!entrance.private) return words.text('signin.public')
  return entrance.showName ? words.text('signin.private', { page: page.name }) : words.text('signin.private_unnamed')
}

/** The same for every address. */
export const linkSent = (frame: Frame, email: string, minutes: number): string =>
  doorLayout(
    frame,
    frame.words.text('signin.sent'),
    html`<h1 class="page-title">${frame.words.text('signin.sent')}</h1>
<p class="lede">${frame.words.html('signin.sent_lede', { email: html`<bdi>${email}</bdi>` })}</p>
<p>${frame.words.text('signin.sent_hint', { count: minutes })}</p>`,
  )

/** The same for every address. */
export const noMail = (frame: Frame): string =>
  notSignedIn(frame, frame.words.text('signin.no_mail'), frame.words.text('signin.no_mail_lede'))

/** What a link leads to: a button, since programs that look through mail follow every link. */
export const linkQuestion = (frame: Frame, name: string, action: string): string =>
  doorLayout(
    frame,
    frame.words.text('signin.heading'),
    html`<h1 class="page-title">${frame.words.html('signin.question', { name: html`<bdi>${name}</bdi>` })}</h1>
<p class="lede">${frame.words.text('signin.question_lede')}</p>
<form class="subscribe" method="post" action="${action}"><p><button type="submit">${frame.words.text('signin.heading')}</button></p></form>`,
  )

export const deadLink = (frame: Frame): string =>
  notSignedIn(frame, frame.words.text('signin.dead'), frame.words.text('signin.dead_lede'))

export const refusedBy = (frame: Frame, name: string): string =>
  notSignedIn(frame, frame.words.text('signin.refused'), frame.words.text('signin.refused_lede', { name }))

const notSignedIn = (frame: Frame, title: string, text: string): string =>
  doorLayout(
    frame,
    title,
    html`<h1 class="page-title">${title}</h1>
<p class="lede">${text}</p>
<p><a href="${frame.link('/sign-in')}">${frame.words.text('signin.again')}</a></p>`,
  )

/** What the router answers has one address in all languages. */
export const routed = ({ page }: Frame, path: string) => page.basePath + path
