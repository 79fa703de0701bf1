import { type Html, html, raw } from '../lib/html.ts'
import { assetUrl } from './assets.ts'
import type { ProblemDetails } from './problem.ts'

/** A page with one thing on it: signing in, setting up, saying what went wrong. */
export const layout = ({
  title,
  body,
  lang = 'en',
  dir = 'ltr',
}: {
  title: string
  body: Html
  lang?: string
  dir?: 'ltr' | 'rtl'
}): Html => html`${raw('<!doctype html>')}
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Upfront</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assetUrl('plain.css')}">
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`

/** Says what went wrong, in words, with a way on. */
export const errorPage = ({ status, title, detail, errors = [] }: ProblemDetails, path: string): Html =>
  layout({
    title: titles[status] ?? title,
    body: html`<p>${detail}</p>
${errors.length > 0 && html`<ul>${errors.map(({ pointer, detail }) => html`<li><code>${pointer}</code> ${detail}</li>`)}</ul>`}
<p>${/^\/console(\/|$)/.test(path) ? html`<a href="/console">To the console</a>` : html`<a href="${/^\/p\/[^/]+/.exec(path)?.[0] ?? '/'}">To the status page</a>`}</p>`,
  })

const titles: Record<number, string> = {
  403: 'Your role does not allow this',
  404: 'There is nothing here',
  409: 'Somebody was quicker',
  422: 'Something is not as expected',
  429: 'Too many tries',
  500: 'Something failed',
  503: 'The database cannot be reached',
}
