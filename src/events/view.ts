import { basename } from 'node:path'
import { type Html, html } from '../lib/html.ts'
import { codeBlock } from '../web/console/code.ts'
import { empty } from '../web/console/empty.ts'
import { address, listTools } from '../web/console/tables.ts'
import { type Clock, moment } from '../web/console/times.ts'
import type { listEvents } from './list.ts'
import { areaName, areas, kindInWords, placeOf } from './words.ts'

type Event = Awaited<ReturnType<typeof listEvents>>['items'][number]
type Query = Record<string, string | undefined>

/** Everything that changed, and who changed it. */
export function eventPage({
  items,
  nextCursor,
  query,
  clock,
  maySeePeople,
}: {
  items: readonly Event[]
  nextCursor: string | null
  query: Query
  clock: Clock
  /** Subscribers' addresses are not for viewers. */
  maySeePeople: boolean
}): Html {
  const path = '/console/settings/events'
  const older = nextCursor && address(path, { ...query, cursor: nextCursor })
  return html`${listTools({
    path,
    search: { value: query.q ?? '', label: 'Search by who, or by id' },
    filters: [
      {
        name: 'area',
        label: 'About',
        value: query.area ?? '',
        options: [['', 'All'], ...areas.map((area) => [area, areaName(area)] as const)],
      },
    ],
  })}${items.length === 0 ? empty({ title: 'No change fits that', text: html`<a href="${path}">Show all changes</a>` }) : html`<ol class="events">${items.map((event) => entry(event, clock, maySeePeople))}</ol>`}${older && html`<p class="older"><a class="button" href="${older}" rel="next">Show older</a></p>`}`
}

function entry(event: Event, clock: Clock, maySeePeople: boolean): Html {
  const place = maySeePeople || !event.kind.startsWith('subscriber.') ? placeOf(event) : null
  const words = kindInWords(event.kind)
  return html`<li><p><strong>${place ? html`<a href="${place}">${words}</a>` : words}</strong> ${subject(event.data)}</p><p class="quiet-text">${who(event)}, ${moment(event.createdAt, clock)}</p>${
    Object.keys(event.data).length > 0 &&
    html`<details><summary>Details<span class="sr"> of ${words}, number ${event.id}</span></summary>${codeBlock(JSON.stringify({ ...event.data, id: event.subject }, null, 2), `Details of number ${event.id}`, { copy: false })}</details>`
  }</li>`
}

/** A file by its name; where it lies shows on hover. */
const who = ({ actor: { kind, name } }: Event): Html | string =>
  kind === 'file' ? html`<span title="${name}">${basename(name)}</span>` : name

const subject = (data: Record<string, unknown>): string => {
  const found = [data.name, data.title, data.key, data.slug, data.email].find((value) => typeof value === 'string')
  return typeof found === 'string' ? found : ''
}
