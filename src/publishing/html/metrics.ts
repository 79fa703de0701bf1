import { type Html, html, raw } from '../../lib/html.ts'
import {
  type Axis,
  axisOf,
  bucketCount,
  bucketWidth,
  chartHeight,
  type Drawing,
  type Drawn,
  day,
  type Period,
  pathsOf,
  periods,
} from '../../metrics/drawing.ts'
import type { Frame } from '../frame.ts'
import type { Words } from '../languages/words.ts'
import type { MetricInfo } from '../snapshot.ts'
import { languageNote } from './languages.ts'
import { ownText } from './own-text.ts'
import { near } from './time.ts'

/** Figures as charts, for the period that the reader chooses: all are there, and one is shown. */
export function metricsBlock(frame: Frame): Html | null {
  const { metrics = [] } = frame.snapshot
  if (metrics.length === 0) return null
  const { words } = frame
  return html`<section class="metrics" aria-labelledby="metrics"><h2 id="metrics">${words.text('metrics.heading')}</h2>
${
  metrics.some(({ drawing }) => drawing) &&
  html`<fieldset class="periods"><legend class="sr">${words.text('metrics.period')}</legend>${periods.map(
    (period) =>
      html`<label><input type="radio" name="period" id="period-${period}" value="${period}"${period === 1 && html` checked`}><span>${words.duration(period * day)}</span></label>`,
  )}</fieldset>`
}
${metrics.map((metric) => one(frame, metric))}</section>
`
}

function one(frame: Frame, metric: MetricInfo): Html {
  const { drawing, description, translations } = metric
  const name = ownText(frame, metric.name, 'name', translations)
  const about = description === null ? null : ownText(frame, description, 'description', translations)
  const latest =
    drawing &&
    html`<p class="latest"><bdi>${valueIn(frame.words, metric, drawing.latest.value)}</bdi> ${near(frame, new Date(drawing.latest.at))}</p>`
  return html`<div class="metric"><div class="head"><h3><bdi${name.lang}>${name.text}</bdi></h3>${latest}</div>${
    about && html`<p class="aside"${about.attributes}>${about.text}</p>${languageNote(frame, about.other)}`
  }${
    drawing
      ? periods.map((period) => html`<div class="p${period}">${chart(frame, metric, name.text, drawing, period)}</div>`)
      : html`<p class="empty">${frame.words.text('metrics.empty')}</p>`
  }</div>
`
}

function chart(frame: Frame, metric: MetricInfo, name: string, { until, latest, periods }: Drawing, period: Period) {
  const { words } = frame
  const drawn = periods[`${period}`]
  if (!drawn) return html`<p class="empty">${words.text('metrics.none')}</p>`
  const value = (of: number) => valueIn(words, metric, of)
  const sentence = words.text('metrics.summary', {
    latest: value(latest.value),
    lowest: value(drawn.lowest),
    highest: value(drawn.highest),
    average: value(drawn.average),
  })
  const axis = axisOf(drawn.values, metric.minimum, metric.maximum)
  const [low, high] = endsIn(words, axis)
  return html`<div class="chart"><p aria-hidden="true"><bdi>${high}</bdi><bdi>${low}</bdi></p>${picture(drawn, axis, `${name}, ${words.duration(period * day)}. ${sentence}`)}</div><p class="since">${near(frame, new Date(until - period * day))} <bdi class="figure">${words.html('metrics.average', { value: html`<bdi>${value(drawn.average)}</bdi>` })}</bdi> ${near(frame, new Date(until))}</p>`
}

function picture({ values }: Drawn, axis: Axis, label: string): Html {
  const { line, dots } = pathsOf(values, axis)
  const paths = `${line && `<path d="${line}"/>`}${dots && `<path class="dots" d="${dots}"/>`}`
  return html`<svg viewBox="0 0 ${bucketCount * bucketWidth} ${chartHeight}" preserveAspectRatio="none" role="img" aria-label="${label}">${raw(paths)}</svg>`
}

/** "187 ms", "99.98 %": with the metric's decimals, in the reader's numbers. */
function valueIn(words: Words, { unit, decimals }: MetricInfo, value: number): string {
  const number = words.number(value, decimals)
  if (unit === '%') return words.text('percent', { value: number })
  return unit === null ? number : `${number}\u00a0${unit}`
}

/** Both ends with as many decimals as one of them needs. */
function endsIn(words: Words, { low, high }: Axis): [string, string] {
  const digits = Math.max(...[low, high].map((end) => Math.min(6, String(end).split('.')[1]?.length ?? 0)))
  return [words.number(low, digits), words.number(high, digits)]
}
