import { mediumNamed } from '../channels/media.ts'
import { people } from '../composer/audience.ts'
import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { empty } from '../web/console/empty.ts'
import { live } from '../web/console/live.ts'
import { section } from '../web/console/section.ts'
import { address, listTools, table } from '../web/console/tables.ts'
import { type Clock, moment } from '../web/console/times.ts'
import { addresseeOf, type Delivery, type Like } from './ledger.ts'
import { kindWord } from './marks.ts'
import type { Told } from './told.ts'
import { deliveryTable, explainAt, stateFilter } from './view.ts'

type Query = Record<string, string | undefined>

/** Who was told of one update, when, and who was not and why. */
export function toldPage({
  told,
  rows,
  nextCursor,
  query,
  clock,
  named,
  telling,
  isUnderWay,
}: {
  told: Told
  rows: readonly Delivery[]
  nextCursor: string | null
  query: Query
  clock: Clock
  /** Who may be meant where nothing was found. */
  named: readonly Like[]
  telling: Html | false
  isUnderWay: boolean
}): Html {
  const path = `/console/deliveries/updates/${told.update.id}`
  const older = nextCursor && address(path, { ...query, cursor: nextCursor })
  return html`<details class="note"><summary>What it says</summary><div class="prose" dir="auto">${renderMarkdown(told.update.body)}</div></details>
${live(isUnderWay, html`${telling}${section('In numbers', inNumbers(told, clock))}${told.channels.length > 0 && section('By channel', byChannel(told, clock))}`)}
${told.failures.length > 0 && section('What failed, and why', html`<ul class="plain-list">${told.failures.map(({ reason, count }) => html`<li>${counted(count, 'message')}: ${reason}</li>`)}</ul>`)}
${told.reasons.length > 0 && section('Who was not told, and why', html`<ul class="plain-list">${told.reasons.map(({ reason, count }) => html`<li>${people(count)}: ${reason}</li>`)}</ul>`)}
${section(
  'One by one',
  html`${listTools({ path, search: { value: query.q ?? '', label: 'Was this address told?' }, filters: [stateFilter(query)] })}${deliveryTable(rows, clock, older, nobody(told, query), 'post')}${named.length > 0 && html`<ul class="plain-list">${named.map((one) => html`<li><a href="${explainAt(told.update.id, one.id)}">Why ${addresseeOf(one)} has no row</a></li>`)}</ul>`}`,
)}`
}

const byChannel = ({ channels }: Told, clock: Clock): Html =>
  table({
    caption: 'Channels, the most told first',
    columns: [
      { label: 'Channel', kind: 'main' },
      ...['Told', 'Failed', 'To go', 'Half within', '95 % within'].map((label) => ({ label, kind: 'number' as const })),
      { label: 'First', kind: 'aside', labelled: true },
      { label: 'Last', kind: 'aside', labelled: true },
    ],
    rows: channels.map(({ channel, sent, failed, left, p50, p95, firstAt, lastAt }) => ({
      cells: [
        mediumNamed(channel),
        ...[sent, failed, left].map((count) => count.toLocaleString('en-GB')),
        p50 === null ? '–' : inSeconds(p50),
        p95 === null ? '–' : inSeconds(p95),
        firstAt && moment(firstAt, clock),
        lastAt && moment(lastAt, clock),
      ],
    })),
    empty: html``,
  })

const inSeconds = (seconds: number) =>
  seconds < 120 ? `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`

function inNumbers({ counts, firstSentAt, lastSentAt, announcements, ...told }: Told, clock: Clock): Html {
  const waiting = (counts.queued ?? 0) + (counts.sending ?? 0)
  const lines = [
    told.isCounting ? 'There are very many: they are counted in the next seconds.' : null,
    (counts.sent ?? 0) > 0 && firstSentAt && lastSentAt
      ? html`${people(counts.sent ?? 0)} told, the first at ${moment(firstSentAt, clock)}, the last at ${moment(lastSentAt, clock)}.`
      : null,
    waiting > 0
      ? html`${counted(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'} or ${waiting === 1 ? 'is' : 'are'} on the way.`
      : null,
    (counts.failed ?? 0) > 0 ? html`<strong>${counted(counts.failed ?? 0, 'message')} failed.</strong>` : null,
    (counts.superseded ?? 0) > 0 ? html`${people(counts.superseded ?? 0)} got the newer post instead.` : null,
    (counts.skipped ?? 0) > 0 ? html`${people(counts.skipped ?? 0)} not concerned or not to be written to.` : null,
    ...announcements.map(({ kind, silent, chosenAt }) =>
      silent
        ? html`${kindWord[kind]}: ${silent}.`
        : chosenAt
          ? null
          : html`${kindWord[kind]}: who is concerned is being worked out at this moment.`,
    ),
    told.countedAt ? html`Counted at ${moment(told.countedAt, clock)}.` : null,
  ].filter((line) => line !== null)
  const [stopped] = announcements.filter(({ stoppedBy }) => stoppedBy !== null)
  if (lines.length === 0 && stopped)
    return html`<p class="quiet-text">Nobody was told: ${stopped.stoppedBy} stopped it before anybody was chosen.</p>`
  return lines.length === 0
    ? html`<p class="quiet-text">Nobody follows this page yet, so nobody had to be told.</p>`
    : html`<ul class="plain-list">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

const nobody = ({ update, announcements }: Told, query: Query): Html =>
  query.q
    ? empty({
        title: 'This post has no row for that address',
        text: 'It was not a subscriber of this page when the post went out, or it was erased before.',
      })
    : query.state
      ? empty({ title: 'Nobody is in that state' })
      : empty({
          title: !update.notify
            ? 'This post asked to tell nobody'
            : announcements.some(({ stoppedBy }) => stoppedBy !== null)
              ? 'Nobody was told'
              : 'Nobody was concerned',
        })
