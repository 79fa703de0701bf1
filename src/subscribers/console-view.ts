import { type Html, html } from '../lib/html.ts'
import { state, type Tone } from '../lib/mark.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { type Choice, checkbox, choice, type FormState, field, problemSummary } from '../web/console/forms.ts'
import { address, listTools, table } from '../web/console/tables.ts'
import { ago, type Clock } from '../web/console/times.ts'
import type { Subscriber } from './find.ts'
import { subscriberStates } from './list.ts'

const states: Record<string, readonly [Tone, string]> = {
  active: ['working', 'Active'],
  unconfirmed: ['notice', 'Not confirmed'],
  unsubscribed: ['notice', 'Unsubscribed'],
  suppressed: ['major', 'Mail refused'],
  quarantined: ['major', 'Refuses messages'],
  erased: ['notice', 'Erased'],
}

export const subscriberWord = (name: string): string => states[name]?.[1] ?? name
export const subscriberState = (name: string): Html => state(states[name]?.[0] ?? 'notice', subscriberWord(name))

export const addSubscriberButton = (page?: string): Html =>
  linkButton('Add a subscriber', address('/console/subscribers/new', { page }), 'primary')

type Query = Record<string, string | undefined>

export function subscriberList({
  rows,
  nextCursor,
  query,
  clock,
  counts,
  pages,
  mayAdd,
}: {
  rows: readonly Subscriber[]
  nextCursor: string | null
  query: Query
  clock: Clock
  counts: Record<string, number>
  /** Names by id; shown where there are several. */
  pages: ReadonlyMap<string, string>
  mayAdd: boolean
}): Html {
  const path = '/console/subscribers'
  const word = (name: string) => `${subscriberWord(name)} ${(counts[name] ?? 0).toLocaleString('en-GB')}`
  const many = pages.size > 1
  return html`${listTools({
    path,
    search: { value: query.q ?? '', label: 'Search by address' },
    filters: [
      {
        name: 'state',
        label: 'State',
        value: query.state ?? '',
        options: [['', 'All'], ...subscriberStates.map((name) => [name, word(name)] as const)],
      },
    ],
    keep: { page: query.page },
  })}${table({
    caption: 'Subscribers, newest first',
    columns: [
      { label: 'Address', kind: 'main' },
      { label: 'State' },
      { label: 'Follows' },
      ...(many ? [{ label: 'Page' }] : []),
      { label: 'Since', kind: 'aside' as const, labelled: true },
    ],
    rows: rows.map((row) => ({
      href: `${path}/${row.id}`,
      cells: [
        row.email ?? row.label ?? 'erased',
        subscriberState(row.state),
        row.state === 'erased' ? null : row.all_components ? 'everything' : 'some components',
        ...(many ? [pages.get(row.page_id) ?? ''] : []),
        ago(row.created_at, clock),
      ],
    })),
    older: nextCursor && address(path, { ...query, cursor: nextCursor }),
    empty:
      query.q || query.state
        ? empty({
            title: query.q ? 'Nobody has that address' : 'Nobody is in that state',
            text: html`<a href="${path}">Show everyone</a>`,
          })
        : empty({
            title: 'Nobody follows yet',
            text: 'Readers subscribe on the page, and confirm by mail. You can also add people who asked you to.',
            action: mayAdd && addSubscriberButton(query.page),
          }),
  })}`
}

const ways: readonly Choice[] = [
  ['ask', 'Ask them by mail first'],
  ['vouch', 'They agreed already: start at once'],
]

export const newSubscriberForm = ({
  form,
  page,
  components,
}: {
  form: FormState
  page: { id: string; name: string }
  components: readonly Choice[]
}): Html =>
  html`<form method="post" action="/console/subscribers/new" class="form">
${problemSummary(form, { email: 'E-mail address', components: 'What they hear about', way: 'How' })}
<input type="hidden" name="page" value="${page.id}">
${field(form, { name: 'email', label: 'E-mail address', type: 'email', required: true, maxlength: 254 })}
${choice(form, { name: 'way', label: 'How', choices: ways, help: 'Who vouches is kept with the address: you must be able to show that they agreed.' })}
${follow(form, components)}
<div class="actions">${submit('Add this subscriber')}${linkButton('Cancel', '/console/subscribers', 'quiet')}</div>
</form>`

/** Which components somebody hears about; none ticked means everything. */
export const follow = (form: FormState, components: readonly Choice[]): Html =>
  html`<fieldset class="choice" id="f-components"><legend>What they hear about</legend><div class="picks column">${components.map(
    ([id, name]) => checkbox(form, { name: 'components', label: name, value: id }),
  )}</div><p class="help">None ticked: everything.</p></fieldset>`
