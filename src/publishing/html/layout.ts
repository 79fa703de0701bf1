import { ownLinks, schemeMetas } from '../../appearance/head.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { Tone } from '../words.ts'
import { icon } from './mark.ts'
import { full } from './time.ts'

export type Layout = {
  title: string
  description?: string
  /** The page's own path, for the canonical address; null where it has none. */
  path: string | null
  /** The state in the tab's icon, only where the page is published again with every change of it. */
  tone?: Tone
  /** The island swaps what is in <main> when something is published. */
  live?: boolean
  main: Html
}

/** The whole document around a page's <main>. */
export function layout(frame: Frame, { title, description, path, tone, live, main }: Layout): string {
  const { page, link, assets } = frame
  return html`<!doctype html>
<html lang="en" data-version="${frame.snapshot.version}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${description && html`<meta name="description" content="${description}"><meta property="og:description" content="${description}">`}
<meta property="og:title" content="${title}">
${schemeMetas(page.appearance)}
<link rel="stylesheet" href="${assets.style}">
<link rel="icon" href="${icon(tone ?? 'notice')}" id="icon">
${path !== null && html`<link rel="canonical" href="${frame.address(path)}">`}
<link rel="alternate" type="application/atom+xml" title="${page.name}: incidents" href="${link('/history.atom')}">
<link rel="alternate" type="application/rss+xml" title="${page.name}: incidents" href="${link('/history.rss')}">
<link rel="alternate" type="application/feed+json" title="${page.name}: incidents" href="${link('/feed.json')}">
<script src="${assets.script}" defer data-events="${link('/events')}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="${link('/')}"><bdi>${page.name}</bdi> <span>status</span></a>
<nav aria-label="This page">${ownLinks(page.appearance)}<a href="${link('/history')}">History</a> <a class="follow" href="${link('/subscribe')}">Get updates</a></nav>
</header>
<main id="main" tabindex="-1"${live && html` data-live`}>
${main}
</main>
${footer(frame)}
<p class="announce" id="announce" role="status" aria-live="polite"></p>
</body>
</html>
`.__html
}

function footer(frame: Frame): Html {
  const { page, link, times, now } = frame
  return html`<footer class="end">
${page.appearance.footer && html`<div class="own prose" dir="auto">${frame.markdown(page.appearance.footer)}</div>`}
<p>Times are in ${page.timeZone.replaceAll('_', ' ')} (${times.zoneName(now)}). <span id="published">Published ${full(frame, now)}.</span></p>
<nav aria-label="Follow"><a href="${link('/subscribe')}">${page.canSubscribe ? 'Mail' : 'Ways to follow'}</a> <a href="${link('/history.rss')}">RSS</a> <a href="${link('/history.atom')}">Atom</a> <a href="${link('/feed.json')}">JSON feed</a> <a href="${link('/calendar')}">Calendar</a> <a href="${link('/api/v2/summary.json')}">API</a>${
    page.supportUrl && isWebAddress(page.supportUrl) && html` <a href="${page.supportUrl}" rel="noopener">Get help</a>`
  }</nav>
</footer>`
}

const isWebAddress = (address: string) => /^(https?:\/\/|mailto:)/i.test(address)
