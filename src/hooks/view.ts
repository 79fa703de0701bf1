import { type Html, html } from '../lib/html.ts'
import { sources } from '../sources/index.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { fileChip } from '../web/console/marks.ts'
import { isMuted } from '../web/console/mute.ts'
import { table } from '../web/console/tables.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import type { SourceRow } from './find.ts'
import { sourceState, vendorOf } from './words.ts'

export const addSource = linkButton('Add a source', '/console/sources/new', 'primary')

export const sourceList = (rows: readonly SourceRow[], clock: Clock, mayAdd: boolean): Html =>
  table({
    caption: 'Sources',
    columns: [
      { label: 'Source', kind: 'main' },
      { label: 'State' },
      { label: 'Kind' },
      { label: 'Last heard', kind: 'aside', labelled: true },
      { label: 'Turned away', kind: 'number' },
    ],
    rows: rows.map((row) => ({
      href: `/console/sources/${row.id}`,
      cells: [
        html`${row.name}${row.managed_by && html` ${fileChip(row.managed_by)}`}`,
        html`${sourceState(row, clock)}${note(row, clock)}`,
        vendorOf(row.kind),
        row.last_arrival_at && ago(row.last_arrival_at, clock),
        row.throttled > 0 ? row.throttled : null,
      ],
    })),
    empty: empty({
      title: 'No way in yet',
      text: 'A source is an address to which your monitoring sends its alerts. Rules then decide what readers are told.',
      action: mayAdd && addSource,
    }),
  })

const note = (row: SourceRow, clock: Clock): Html | null => {
  if (isMuted(row.muted_until, clock))
    return html` <span class="quiet-text">until ${moment(row.muted_until, clock)}</span>`
  return row.silent_since && html` <span class="quiet-text">since ${ago(row.silent_since, clock)}</span>`
}

/** Every kind of source, to choose from. */
export const kindCards = (): Html =>
  html`<ul class="tiles">${sources.map(
    ({ kind, name }) => html`<li><a class="tile" href="/console/sources/new/${kind}"><strong>${name}</strong></a></li>`,
  )}</ul>
<p class="quiet-text">Something else? Whatever can send JSON by HTTP fits <a href="/console/sources/new/json">Any JSON</a>: you say where in it each value stands.</p>`
