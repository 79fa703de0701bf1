import { type Html, html, raw } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { Words } from '../languages/words.ts'
import type { ComponentNode } from '../snapshot.ts'
import { shownDays, type Uptime } from '../uptime.ts'
import { statusTone, type Tone } from '../words.ts'

/** A component's days as a row of bars, which lead to their stories, with the figure and its period. */
export const barRow = (frame: Frame, node: ComponentNode, uptime: Uptime): Html =>
  html`<div class="up"><a class="bars" href="${frame.link(`/uptime#u-${node.id}`)}" aria-label="${frame.words.text('uptime.bars', { name: node.name })}">${bars(uptime)}</a><p class="since"><span class="d90">${frame.words.text('uptime.ago', { count: shownDays })}</span><span class="d30">${frame.words.text('uptime.ago', { count: 30 })}</span> <bdi class="figure">${figure(frame, uptime)}</bdi> <span>${frame.words.text('uptime.today')}</span></p></div>`

/** "100 %", "99.98 %", "no data": of a figure in hundredths of a percent. */
export const shareIn = (words: Words, share: number | null): string =>
  share === null
    ? words.text('uptime.share_none')
    : words.text('percent', { value: words.number(share / 100, share === 10_000 ? 0 : 2) })

/** "99.98 % over 90 days", or over as many as there is a record of. */
export function figure({ words }: Frame, { share, days }: Uptime): string {
  if (share === null) return words.text('uptime.unknown', { count: shownDays })
  const known = days.filter(({ status }) => status !== null).length
  return words.text('uptime.figure', { share: shareIn(words, share), count: known })
}

/**
 * A drawing of five units a day. Neighbours of one kind are one dashed line, so that a quiet component takes a few bytes.
 * Each kind has a shape of its own: whole, cut at the top, the lower half, a block, two pieces, a dash on the ground.
 */
export function bars({ days }: Uptime): Html {
  const paths = new Map<Kind, string>()
  for (const run of runsOf(days.map(({ status }) => (status === null ? 'none' : statusTone[status]))))
    paths.set(run.kind, (paths.get(run.kind) ?? '') + shape(run))
  return drawing(days.length, paths)
}

/** One day of a kind, for the legend. */
export const sample = (kind: Kind): Html => drawing(1, new Map([[kind, shape({ kind, at: 0, count: 1 })]]))

export type Kind = Tone | 'none'
type Run = { kind: Kind; at: number; count: number }

const drawing = (count: number, paths: Map<Kind, string>): Html =>
  html`<svg viewBox="-1 0 ${count * 5} 32" preserveAspectRatio="none" aria-hidden="true" focusable="false">${[...paths].map(([kind, path]) => raw(`<path class="${kind}" d="${path}"/>`))}</svg>`

function runsOf(kinds: Kind[]): Run[] {
  const runs: Run[] = []
  for (const [at, kind] of kinds.entries()) {
    const last = runs.at(-1)
    if (last?.kind === kind) last.count++
    else runs.push({ kind, at, count: 1 })
  }
  return runs
}

/** Lines whose width, and dashes of three with gaps of two, the style sheet gives. */
function shape({ kind, at, count }: Run): string {
  const [x, length] = [at * 5, count * 5]
  const line = (y: number) => `M${x} ${y}h${length - 2}`
  if (kind === 'major') return `M${x - 1} 16h${length}`
  if (kind === 'partial') return `M${x - 1} 24h${length}`
  if (kind === 'degraded') return line(21)
  if (kind === 'maintenance') return line(6) + line(26)
  if (kind === 'none') return line(30)
  return line(16)
}
