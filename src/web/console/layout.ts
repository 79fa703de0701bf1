import type { Context } from '../../lib/context.ts'
import { type Html, html, raw } from '../../lib/html.ts'
import { assetUrl } from '../assets.ts'
import type { Flash } from '../flash.ts'
import { around } from './around.ts'
import { act } from './buttons.ts'
import type { PlaceId } from './nav.ts'
import { bottomBar, menu, sidebar } from './sidebar.ts'
import { ago } from './times.ts'

export type ConsolePage = {
  title: string
  /** Which place of the navigation this belongs to; null for none. */
  active: PlaceId | null
  body: Html
  /** What the form before had to say. */
  flash?: Flash | null
  /** The page that was chosen in the switch (`?page=`): id or slug. */
  page?: string | null | undefined
  /** Where this stands: the list it belongs to. */
  up?: { name: string; path: string }
  /** Beside the title: what can be done here. */
  actions?: Html | readonly Html[] | false | null
  /** Beside the title: what state it is in. */
  state?: Html | null
  /** One sentence below the title. */
  lede?: string | Html | null
}

/** A whole page of the console: navigation, title, what was just done, the body. */
export async function consoleLayout(ctx: Context, page: ConsolePage): Promise<Html> {
  const facts = await around(ctx, page.page ?? null)
  const clock = { zone: facts.zone, now: ctx.now() }
  return html`${raw('<!doctype html>')}
<html lang="en" data-now="${clock.now.toISOString()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f6f5f2" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#121418" media="(prefers-color-scheme: dark)">
<title>${[...new Set([page.title, facts.organization, 'Upfront'])].join(' · ')}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assetUrl('console.css')}">
<link rel="stylesheet" href="${assetUrl('console-set-up.css')}">
<script src="${assetUrl('console.js')}" type="module"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${sidebar(ctx.actor, facts, page.active)}
<div class="stage">
${facts.paused && html`<p class="banner" role="status"><strong>Automation is paused</strong> since ${ago(facts.paused.since, clock)}${facts.paused.by && html`, by ${facts.paused.by}`}. Nothing is posted by itself; every message waits for a person. <a href="/console/settings#automation">Resume</a></p>`}
<main id="main" tabindex="-1">
${page.flash && said(page.flash)}
<header class="head">
${page.up && html`<p class="up"><a href="${page.up.path}"><span aria-hidden="true">←</span> ${page.up.name}</a></p>`}
<div class="title"><h1 dir="auto">${page.title}</h1>${page.state}${page.actions && html`<div class="actions">${page.actions}</div>`}</div>
${page.lede && html`<p class="lede">${page.lede}</p>`}
</header>
${page.body}
</main>
</div>
${bottomBar(facts, page.active)}
${menu(ctx.actor, facts, page.active)}
</body>
</html>
`
}

const said = ({ tone, text, action }: Flash): Html =>
  html`<div class="flash ${tone}" data-flash="${tone}"><p role="status">${text}</p>${action && act(action.label, action.to)}</div>`
