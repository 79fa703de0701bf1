import { type Html, html, raw } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { innerTitle, layout } from '../html/layout.ts'
import type { Words } from '../languages/words.ts'
import { type Found, mostShown } from './look-up.ts'
import { marked, snippet } from './snippet.ts'

/** Longer questions are refused: nobody types them. */
export const longestQuery = 200

/** How an answer speaks, and where the page's addresses begin. */
export type Saying = { words: Words; home: string }

/** The form as it stands on this page and others. */
export const searchForm = ({ words, page, prefix }: Frame): Html => form({ words, home: page.basePath + prefix }, '')

const form = ({ words, home }: Saying, query: string): Html =>
  html`<form class="search" method="get" action="${home}/search" role="search"><label for="q">${words.text('search.label')}</label><span class="pair"><input id="q" name="q" type="search" value="${query}" maxlength="${longestQuery}" autocomplete="off" autocapitalize="off"><button type="submit">${words.text('search.send')}</button></span></form>`

const [begin, end] = ['<!--search-->', '<!--/search-->']

/** What is published: all there is where nobody answers. The process that serves the page puts an answer between the marks. */
export function closedPage(frame: Frame): string {
  const { words } = frame
  return layout(frame, {
    title: innerTitle(frame, words.text('search.heading')),
    path: null,
    noindex: true,
    main: html`${raw(begin)}<h1 class="page-title">${words.text('search.heading')}</h1>
<p class="empty">${words.text('search.closed')}</p>
${links({ words, home: frame.page.basePath + frame.prefix })}${raw(end)}`,
  })
}

/** The published page with an answer in it; null where the page has no place for one. */
export function withAnswer(page: string, answer: Html): string | null {
  const [from, to] = [page.indexOf(begin), page.lastIndexOf(end)]
  return from === -1 || to < from ? null : page.slice(0, from) + answer.__html + page.slice(to + end.length)
}

export type Answer =
  | { kind: 'asked'; query: string; words: readonly string[]; found: Found }
  | { kind: 'open' | 'long' | 'often' }

export function answerHtml(saying: Saying, answer: Answer): Html {
  const { words } = saying
  const refused =
    answer.kind === 'long' ? words.text('search.long', { count: longestQuery }) : words.text('search.often')
  return html`<h1 class="page-title">${words.text('search.heading')}</h1>
${form(saying, answer.kind === 'asked' ? answer.query : '')}
${answer.kind === 'asked' ? results(saying, answer) : answer.kind !== 'open' && html`<p class="empty" role="alert">${refused}</p>`}
${links(saying)}`
}

function results({ words, home }: Saying, { query, found, words: asked }: Answer & { kind: 'asked' }): Html {
  if (found.total === 0)
    return html`<h2 class="found" dir="auto">${words.html('search.none', { query: html`<bdi>${query}</bdi>` })}</h2><p class="empty">${words.text('search.hint')}</p>`
  return html`<h2 class="found" dir="auto">${words.html('search.results', { count: found.total, query: html`<bdi>${query}</bdi>` })}</h2>
<ol class="hits">${found.hits.map(
    (hit) =>
      html`<li><h3><a href="${addressOf(home, hit.path)}"><bdi>${marked(hit.title, asked)}</bdi></a></h3><p class="row-meta">${hit.about}</p><p dir="auto">${snippet(hit.texts, asked)}</p></li>`,
  )}</ol>${found.total > mostShown && html`<p class="empty">${words.text('search.cut', { count: mostShown })}</p>`}`
}

/** `/de` is a document, `/de/` is none. */
const addressOf = (home: string, path: string) =>
  home !== '' && path.startsWith('/#') ? home + path.slice(1) : home + path

const links = ({ words, home }: Saying): Html =>
  html`<p class="on"><a href="${home}/history">${words.text('home.history')}</a> <a href="${home || '/'}">${words.text('missing.now')}</a></p>`
