import { brandOf, coverOf, fontPreload, ownHtml, tabIcon } from '../../appearance/brand.ts'
import { noDress } from '../../appearance/dress.ts'
import { schemeMetas } from '../../appearance/head.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { Words } from '../languages/words.ts'
import { jsonLd, type Thing } from '../seo/json-ld.ts'
import { socialMetas } from '../seo/social.ts'
import { dataAsOf } from '../unknown.ts'
import type { Tone } from '../words.ts'
import { ownFoot, ownFootLinks, ownLinks, statusWord, tagline } from './around.ts'
import { alternates, languageChoice } from './languages.ts'
import { full } from './time.ts'
import { chatButton, choiceButton, question, visitScript } from './visit.ts'

export type Layout = {
  title: string
  description?: string
  /** The page's own path, for the canonical address; null where it has none. */
  path: string | null
  /** The state in the tab's icon, only where the page is published again with every change of it. */
  tone?: Tone
  /** The island swaps what is in <main> when something is published. */
  live?: boolean
  /** Search engines are to leave it out. */
  noindex?: boolean
  /** What it is about, for search engines. */
  about?: readonly Thing[]
  /** The path of its picture where it is shared; the page's when absent. */
  picture?: string
  /** It asks the reader for something: the page's own CSS and HTML stay away from it. */
  asks?: boolean
  main: Html
}

/** Where the page's picture is: what is shown with a link to it elsewhere. */
export const pagePicture = '/picture.png'

/** The whole document around a page's <main>. */
export function layout(
  frame: Frame,
  { title, description, path, tone, live, noindex, asks, about = [], picture = pagePicture, main }: Layout,
): string {
  const { page, link, assets, words } = frame
  const worn = { ...page, dress: page.dress ?? noDress, link }
  const word = statusWord(frame)
  const isOwn = !(asks ?? asksFor.test(main.__html))
  return html`<!doctype html>
<html lang="${words.lang}"${words.dir === 'rtl' && html` dir="rtl"`} data-version="${frame.snapshot.version}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${
  description &&
  html`<meta name="description" content="${description}">
`
}${socialMetas(frame, { title, description, path, picture })}${
  (noindex || page.noindex) &&
  html`<meta name="robots" content="noindex">
`
}${schemeMetas(page.appearance)}
${fontPreload(worn)}<link rel="stylesheet" href="${(isOwn && assets.ownStyle) || assets.style}">
<link rel="icon" href="${tabIcon(worn, tone)}" id="icon">
${path !== null && html`<link rel="canonical" href="${frame.address(path)}">`}
${alternates(frame, path)}<link rel="alternate" type="application/atom+xml" title="${words.text('title.feed', { page: page.name })}" href="${link('/history.atom')}">
<link rel="alternate" type="application/rss+xml" title="${words.text('title.feed', { page: page.name })}" href="${link('/history.rss')}">
<link rel="alternate" type="application/feed+json" title="${words.text('title.feed', { page: page.name })}" href="${link('/feed.json')}">
<script src="${assets.script}" defer data-events="${link('/events')}"${liveWords(words)}></script>
${jsonLd(about)}${visitScript(frame, path)}</head>
<body>
<a class="skip" href="#main">${words.text('skip')}</a>
<header class="top">
${path === '/' && coverOf(worn)}<a class="brand" href="${link('/')}">${brandOf(worn)}${word && html` <span>${word}</span>`}</a>
<nav aria-label="${words.text('nav.label')}">${ownLinks(frame)}<a href="${link('/history')}">${words.text('nav.history')}</a> <a class="follow" href="${link('/subscribe')}">${words.text('nav.subscribe')}</a></nav>
${tagline(frame)}${isOwn && ownHtml(worn, 'header')}</header>
<main id="main" tabindex="-1"${live && html` data-live`}>
${main}
</main>
${footer(frame, path, isOwn ? ownHtml(worn, 'footer') : null)}
<p class="announce" id="announce" role="status" aria-live="polite"></p>
${question(frame, path)}</body>
</html>
`.__html
}

/** What a page must not be able to disguise, whoever forgot to say `asks`. */
const asksFor = /<input[^>]+(type|name)="(email|password)"/i

/** "Uptime · Acme Cloud status" */
export const innerTitle = ({ words, page }: Frame, title: string) =>
  words.text('title.inner', { title, page: page.name })

/** What page.js says. */
export const liveWords = (words: Words): Html =>
  html` data-updated="${words.text('live.updated')}" data-now="${words.text('live.now')}" data-long-ago="${words.text('live.long_ago')}" data-stale="${words.text('live.stale', { ago: '{ago}' })}"`

function footer(frame: Frame, path: string | null, own: Html | null): Html {
  const { page, link, times, now, words } = frame
  const asOf = dataAsOf(frame.snapshot)
  return html`<footer class="end">
${own}${ownFoot(frame)}<p><span id="zone-said">${zoneSaid(words, page.timeZone.replaceAll('_', ' '), times.zoneName(now))}</span> ${zoneButton(frame)} <span id="published">${words.html('footer.published', { time: full(frame, now) })}${asOf && html` ${words.html('live.as_of', { time: full(frame, asOf) })}`}</span></p>
<nav aria-label="${words.text('footer.follow')}"><a href="${link('/subscribe')}">${words.text(page.canSubscribe ? 'footer.mail' : 'footer.ways')}</a> <a href="${link('/history.rss')}">RSS</a> <a href="${link('/history.atom')}">Atom</a> <a href="${link('/feed.json')}">${words.text('footer.json')}</a> <a href="${link('/calendar')}">${words.text('footer.calendar')}</a> <a href="${link('/api/v2/summary.json')}">API</a>${
    page.supportUrl &&
    isWebAddress(page.supportUrl) &&
    html` <a href="${page.supportUrl}" rel="noopener">${words.text('footer.help')}</a>`
  }${page.entrance && html` <a href="${link('/sign-in')}">${words.text('signin.link')}</a>`}${ownFootLinks(frame)} ${chatButton(frame, path)} ${choiceButton(frame, path)}</nav>
${languageChoice(frame, path)}</footer>`
}

/** UTC is its own place. */
const zoneSaid = (words: Words, place: string, zone: string): string =>
  place === zone ? words.text('footer.zone_only', { zone }) : words.text('footer.zone', { place, zone })

/** Shown by public/zone.js to a reader in another zone, with all that it needs to write a time. */
const zoneButton = ({ page, words }: Frame): Html =>
  html`<button type="button" class="plain" id="zone" hidden data-zone="${page.timeZone}" data-locale="${words.locale}" data-said="${words.text('footer.zone', { place: '{place}', zone: '{zone}' })}" data-only="${words.text('footer.zone_only', { zone: '{zone}' })}" data-use="${words.text('footer.zone_use', { place: '{place}' })}" data-zoned="${words.text('time.zoned', { clock: '{clock}', zone: '{zone}' })}" data-dated="${words.text('time.dated', { date: '{date}', time: '{time}' })}" data-weekday="${words.text('time.weekday', { weekday: '{weekday}', date: '{date}' })}"></button>`

const isWebAddress = (address: string) => /^(https?:\/\/|mailto:)/i.test(address)
