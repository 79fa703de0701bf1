import { mediumNamed } from '../channels/media.ts'
import { type Html, html } from '../lib/html.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { objective } from './objective.ts'
import type { Pace } from './pace.ts'

/** How quickly messages leave, beside what is promised. Nothing where none left and none waits. */
export function pacePart(paces: readonly Pace[]): Html | false {
  if (paces.length === 0) return false
  return section(
    'How quickly they leave',
    html`<p class="quiet-text">Of the past hour. The objective: ${percent(objective.share)} of first attempts within ${objective.seconds} seconds.</p>${table(
      {
        caption: 'Channels',
        columns: [
          { label: 'Channel', kind: 'main' },
          { label: 'In time' },
          { label: 'Half within' },
          { label: '95 % within' },
          { label: '99 % within' },
          { label: 'Oldest that waits' },
        ],
        rows: paces.map(({ channel, figures, oldest }) => ({
          cells: [
            mediumNamed(channel),
            figures.met === null ? 'none left' : percent(figures.met),
            seconds(figures.p50),
            seconds(figures.p95),
            seconds(figures.p99),
            seconds(oldest),
          ],
        })),
        older: null,
        empty: html``,
      },
    )}`,
  )
}

/** Rounded down: what is not all is not called all. */
export const percent = (share: number) => `${(Math.floor(share * 1000) / 10).toLocaleString('en-GB')} %`

const seconds = (value: number | null): string =>
  value === null ? '–' : value < 10 ? `${value.toFixed(1)} s` : `${Math.round(value).toLocaleString('en-GB')} s`
