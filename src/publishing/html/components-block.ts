import { shownBlocks } from '../../content/schema.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { ComponentNode } from '../snapshot.ts'
import { calendarOf, uptimeOf } from '../uptime.ts'
import { barRow } from './bars.ts'
import { components, flatList } from './components.ts'
import { matrix } from './matrix.ts'

/** The components in the view that the page has chosen, with their uptime unless that stands in a block of its own. */
export function componentsBlock(frame: Frame): Html {
  const bars = shownBlocks(frame.page.content).includes('uptime') ? null : barsOf(frame)
  return html`<section aria-labelledby="components"><h2 id="components">${frame.words.text('home.components')}</h2>${view(frame, bars)}</section>
`
}

function view(frame: Frame, bars: Bars | null): Html {
  const { components: roots } = frame.snapshot
  const { view, matrix: plan } = frame.page.content
  if (roots.length > 0 && view === 'matrix' && plan) return html`${matrix(frame, plan)}${bars && months(frame)}`
  const below: Bars = bars ?? (() => null)
  const list = roots.length > 0 && view === 'flat' ? flatList(frame, frame.placed, below) : components(frame, below)
  return bars ? html`${withDays(frame, list)}${months(frame)}` : list
}

/** Each component's days by themselves. */
export function uptimeBlock(frame: Frame): Html | null {
  const bars = barsOf(frame)
  if (!bars) return null
  const list = frame.page.content.view === 'tree' ? frame.placed.filter(({ parent }) => !parent) : frame.placed
  return html`<section aria-labelledby="uptime"><h2 id="uptime">${frame.words.text('uptime.heading')}</h2>${withDays(frame, flatList(frame, list, bars, 'name'))}${months(frame)}</section>
`
}

type Bars = (node: ComponentNode) => Html | null

function barsOf(frame: Frame): Bars | null {
  if (!frame.snapshot.uptime || frame.snapshot.components.length === 0) return null
  const calendar = calendarOf(frame)
  return (node) => barRow(frame, node, uptimeOf(frame, calendar, node))
}

const withDays = ({ assets }: Frame, list: Html): Html =>
  html`<div${assets.days && html` data-days="${assets.days}"`}>${list}</div>
`

const months = (frame: Frame): Html =>
  html`<p class="on"><a href="${frame.link('/uptime')}">${frame.words.text('home.uptime')}</a></p>`
