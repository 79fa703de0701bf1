import { outcomeWord } from '../alerts/words.ts'
import { counted } from '../lib/counted.ts'
import { durationInWords } from '../lib/duration.ts'
import { type Html, html } from '../lib/html.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { section } from '../web/console/section.ts'
import { listTools, table } from '../web/console/tables.ts'
import { type Clock, moment } from '../web/console/times.ts'
import type { rehearse } from './rehearse.ts'

export type Rehearsed = Awaited<ReturnType<typeof rehearse>>
export const spans = ['7', '30', '90'] as const

const mostSteps = 300
const path = '/console/rules/rehearsal'

/** What the rules of now would have done with the alerts of the past days. */
export function rehearsalPage(it: Rehearsed, days: string, clock: Clock): Html {
  const quiet = it.steps.filter(({ outcome }) => outcome === 'recorded')
  const unmatched = quiet.filter(({ rule }) => rule === null)
  const asked = it.steps.filter(({ outcome }) => outcome === 'awaiting_approval')
  return html`${listTools({ path, filters: [{ name: 'days', label: 'How far back', value: days, options: spans.map((span) => [span, `${span} days`] as const) }] })}
${
  it.steps.length === 0
    ? empty({
        title: 'No alerts to rehearse with',
        text: `Nothing fired or recovered in the past ${days} days. Send something from a source first.`,
        action: linkButton('Open the sources', '/console/sources'),
      })
    : html`<ul class="figures">
${figure(it.steps.length, 'alert', 'alerts')}${figure(it.incidents.length, 'incident posted', 'incidents posted')}${figure(it.cancelled, 'message nobody would have seen: it recovered in time', 'messages nobody would have seen: they recovered in time')}${figure(asked.length, 'time a person is asked', 'times a person is asked')}${figure(unmatched.length, 'alert that no rule takes', 'alerts that no rule takes')}</ul>
${incidents(it, clock)}${unmatchedPart(unmatched)}${steps(it, clock)}`
}`
}

const figure = (number: number, one: string, many: string): Html =>
  html`<li><strong>${number.toLocaleString('en-GB')}</strong> <span>${number === 1 ? one : many}</span></li>`

const incidents = ({ incidents }: Rehearsed, clock: Clock): Html =>
  section(
    'What readers would have seen',
    table({
      caption: 'Incidents that would have been posted',
      columns: [
        { label: 'Rule', kind: 'main' },
        { label: 'Opened', kind: 'aside' },
        { label: 'Lasted', kind: 'aside' },
      ],
      rows: incidents.toReversed().map(({ rule, openedAt, resolvedAt }) => ({
        cells: [
          rule,
          moment(openedAt, clock),
          resolvedAt ? durationInWords(resolvedAt.getTime() - openedAt.getTime()) : 'still open',
        ],
      })),
      empty: html`<p class="quiet-text">Nothing would have been posted.</p>`,
    }),
  )

/** The titles that come most often first: each may want a rule. */
function unmatchedPart(steps: Rehearsed['steps']): Html | null {
  if (steps.length === 0) return null
  const byTitle = [...Map.groupBy(steps, ({ title }) => title)]
    .map(([title, all]) => ({ title, count: all.length }))
    .sort((a, b) => b.count - a.count)
  return section(
    'What no rule takes',
    html`<ul class="plain-list">${byTitle.slice(0, 20).map(({ title, count }) => html`<li>${title} <span class="quiet-text">${counted(count, 'time')}</span></li>`)}</ul>${byTitle.length > 20 && html`<p class="quiet-text">And ${counted(byTitle.length - 20, 'other title')}.</p>`}`,
  )
}

const steps = ({ steps }: Rehearsed, clock: Clock): Html =>
  section(
    'Step by step',
    html`${steps.length > mostSteps && html`<p class="quiet-text">The last ${mostSteps} of ${steps.length.toLocaleString('en-GB')}.</p>`}${table(
      {
        caption: 'Each alert and what would have come of it, newest first',
        columns: [
          { label: 'Alert', kind: 'main' },
          { label: 'What comes of it' },
          { label: 'Rule' },
          { label: 'When', kind: 'aside' },
        ],
        rows: steps
          .slice(-mostSteps)
          .toReversed()
          .map(({ alert, title, outcome, reason, rule, at }) => ({
            href: `/console/alerts/${alert}`,
            cells: [
              title,
              html`<strong>${outcomeWord(outcome)}</strong> <span class="quiet-text">${reason}</span>`,
              rule ?? 'none',
              moment(at, clock),
            ],
          })),
        empty: html``,
      },
    )}`,
  )
