import { type Medium, media } from '../channels/channel.ts'
import { carriersOf } from '../channels/index.ts'
import { mediumName, mediumNamed } from '../channels/media.ts'
import { type Html, html } from '../lib/html.ts'
import { languageCodes } from '../publishing/languages/codes.ts'
import { submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { type Choice, choice, field, formState, select } from '../web/console/forms.ts'
import { address, listTools, table } from '../web/console/tables.ts'
import { ago, type Clock } from '../web/console/times.ts'
import { addSubscriberButton, subscriberState, subscriberWord } from './console-view.ts'
import { type Count, countInWords } from './count.ts'
import { type Filter, subscriberStates } from './filter.ts'
import type { Subscriber } from './find.ts'

export type ListShown = {
  rows: readonly Subscriber[]
  nextCursor: string | null
  filter: Filter
  clock: Clock
  /** In each state. */
  counts: Record<string, Count>
  /** That match. */
  found: Count
  components: readonly Choice[]
  /** Names by id; shown where there are several. */
  pages: ReadonlyMap<string, string>
  mayAdd: boolean
}

const path = '/console/subscribers'

/** The list with its search and filters, and the choice of those of it that are to be changed. */
export function subscriberList(it: ListShown): Html {
  const { filter, counts, rows, found } = it
  const { q, state, ...rest } = filter
  const word = (name: string) => `${subscriberWord(name)} ${countInWords(counts[name] ?? { count: 0, isExact: true })}`
  return html`${listTools({
    path,
    search: { value: q ?? '', label: 'Search by address or number' },
    filters: [
      {
        name: 'state',
        label: 'State',
        value: state ?? '',
        options: [['', 'All'], ...subscriberStates.map((name) => [name, word(name)] as const)],
      },
    ],
    keep: rest,
  })}${moreFilters(it)}${
    rows.length > 0 &&
    html`<p class="quiet-text">${countInWords(found)} ${isNarrowed(filter) ? (found.count === 1 ? 'matches' : 'match') : 'in all'}, newest first.</p>`
  }${rows.length === 0 ? rowsOf(it) : html`<form method="post" action="${path}/chosen">${hiddenFilter(filter)}${tickAll(rows.length)}${rowsOf(it)}${chosenPart(it)}</form>`}`
}

const isNarrowed = ({ page, ...rest }: Filter) => Object.values(rest).some(Boolean)

const hiddenFilter = (filter: Filter): Html[] =>
  Object.entries(filter).flatMap(([name, value]) =>
    value ? [html`<input type="hidden" name="${name}" value="${value}">`] : [],
  )

function moreFilters({ filter, components }: ListShown): Html {
  const { q, state, page, ...chosen } = filter
  const form = formState(Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, value ?? ''])))
  const any: Choice = ['', 'Any']
  const used = media.filter((one) => one === 'email' || carriersOf(one as Medium).length > 0)
  return html`<details class="fold"${Object.values(chosen).some(Boolean) && html` open`}><summary>More filters</summary><form method="get" action="${path}" class="form">${hiddenFilter({ q, state, page })}
<div class="pair">${select(form, { name: 'channel', label: 'Channel', choices: [any, ...used.map((one): Choice => [one, mediumName(one)])] })}
${select(form, { name: 'component', label: 'Chose this component', choices: [any, ...components] })}
${field(form, { name: 'label', label: 'Carries this label', maxlength: 60 })}
${select(form, { name: 'language', label: 'Language', choices: [any, ...languageCodes.map((code): Choice => [code, languageName(code)])] })}</div>
<div class="actions">${submit('Show these', { look: 'plain' })}<a class="button quiet" href="${address(path, { page })}">Show everyone</a></div></form></details>`
}

export const languageName = (code: string): string =>
  new Intl.DisplayNames('en-GB', { type: 'language' }).of(code) ?? code

export const nameOf = (row: Pick<Subscriber, 'email' | 'label'>): string => row.email ?? row.label ?? 'erased'

function rowsOf({ rows, nextCursor, filter, clock, pages, mayAdd }: ListShown): Html {
  const isOfSeveral = pages.size > 1
  const hasChannels = rows.some(({ channel }) => channel !== 'email')
  return table({
    caption: 'Subscribers, newest first',
    columns: [
      { label: 'Chosen' },
      { label: 'Address', kind: 'main' },
      ...(hasChannels ? [{ label: 'Channel' }] : []),
      { label: 'State' },
      { label: 'Follows' },
      ...(isOfSeveral ? [{ label: 'Page' }] : []),
      { label: 'Since', kind: 'aside' as const, labelled: true },
    ],
    rows: rows.map((row) => ({
      href: `${path}/${row.id}`,
      cells: [
        html`<input type="checkbox" name="id" value="${row.id}" aria-label="Choose ${nameOf(row)}">`,
        nameOf(row),
        ...(hasChannels ? [mediumNamed(row.channel)] : []),
        subscriberState(row.state),
        row.state === 'erased' ? null : row.all_components ? 'everything' : 'some components',
        ...(isOfSeveral ? [pages.get(row.page_id) ?? ''] : []),
        ago(row.created_at, clock),
      ],
    })),
    older: nextCursor && address(path, { ...filter, cursor: nextCursor }),
    empty: isNarrowed(filter)
      ? empty({
          title: filter.q ? 'Nobody has that address' : 'Nobody is found by these filters',
          text: html`<a href="${path}">Show everyone</a>`,
        })
      : empty({
          title: 'Nobody follows yet',
          text: 'Readers subscribe on the page, and confirm by mail. You can also add people who asked you to, or bring in a file of them.',
          action: mayAdd && addSubscriberButton(filter.page),
        }),
  })
}

/** With script only; without it one ticks, or takes all of the list. */
const tickAll = (count: number): Html =>
  html`<p class="tick-all" hidden><label><input type="checkbox" data-ticks="id"><span>${count === 1 ? 'Tick the one shown here' : `Tick the ${count} shown here`}</span></label></p>`

const chosenPart = ({ found }: ListShown): Html =>
  html`<div class="form chosen">${choice(formState({ which: 'ticked' }), {
    name: 'which',
    label: 'Change several at once',
    choices: [
      ['ticked', 'Those that are ticked'],
      ['all', `All of the list: ${countInWords(found)}`],
    ],
  })}<div class="actions">${submit('Go on', { look: 'plain' })}</div></div>`
