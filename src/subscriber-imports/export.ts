import { type Medium, media } from '../channels/channel.ts'
import { carriersOf } from '../channels/index.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { secretNames } from '../lib/setting-fields.ts'
import { findPage } from '../pages/find.ts'
import { targetOf } from '../subscribers/destination.ts'
import type { Filter } from '../subscribers/filter.ts'
import type { Subscriber } from '../subscribers/find.ts'
import { listSubscribers } from '../subscribers/list.ts'
import { subscriberShapes } from '../subscribers/shape.ts'
import { streamed } from '../web/streamed.ts'
import { escaped } from './formulas.ts'

const columns = [
  ...['id', 'page', 'channel', 'email', 'name', 'target', 'state', 'reason', 'components', 'labels', 'language'],
  ...['confirmed_at', 'consent_text', 'created_at'],
]

/** So many are read at once. */
const chunk = 1000

/**
 * All subscribers that match, as CSV that a spreadsheet does not run and an import reads. Secrets of destinations, telephone
 * numbers among them, stay here: those go in a backup.
 */
export async function exportSubscribers(outer: Context, filter: Filter): Promise<Response> {
  const page = filter.page ? await findPage(outer, filter.page) : null
  await transaction(outer, (ctx) =>
    record(ctx, {
      kind: 'subscribers.exported',
      subject: page?.id ?? ctx.org,
      page: page?.id ?? null,
      // Not what was searched for: that may be an address.
      data: { filter: Object.entries(filter).flatMap(([name, value]) => (value ? [name] : [])) },
    }),
  )
  return streamed(text(outer, filter), { type: 'text/csv; charset=utf-8', name: 'subscribers.csv' })
}

async function* text(ctx: Context, filter: Filter): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync')
  yield stringify([columns])
  for (let last: Subscriber | undefined; ; ) {
    const cursor = last && { at: last.created_at, id: last.id }
    const found: Subscriber[] = await listSubscribers(ctx, { ...filter, limit: chunk, cursor })
    const rows = found.slice(0, chunk)
    if (rows.length > 0) yield stringify(await lines(ctx, rows))
    last = rows.at(-1)
    if (found.length <= chunk || !last) return
  }
}

async function lines(ctx: Context, rows: readonly Subscriber[]): Promise<string[][]> {
  const shapes = await subscriberShapes(ctx, rows)
  return rows.map((row, i) => {
    const { components, email } = shapes[i]!
    return [
      ...[row.id, row.page_id, row.channel, email ?? '', row.state === 'erased' ? '' : (row.label ?? '')],
      ...[openTarget(ctx, row), row.state, row.reason ?? ''],
      ...[row.state === 'erased' ? '' : (components?.join(';') ?? 'everything'), row.labels.join(';')],
      ...[
        row.language ?? '',
        row.consent_at?.toISOString() ?? '',
        row.consent_text ?? '',
        row.created_at.toISOString(),
      ],
    ].map(escaped)
  })
}

/** What is no secret of a destination: the region of an account, the name of a room. */
function openTarget(ctx: Context, row: Subscriber): string {
  const channel = media.includes(row.channel as Medium) ? carriersOf(row.channel as Medium)[0] : undefined
  if (!channel || row.target === null || row.state === 'erased') return ''
  const secret = secretNames(channel.target)
  const open = Object.entries(targetOf(ctx, row)).filter(([name]) => !secret.includes(name))
  return open.map(([name, value]) => `${name}=${String(value)}`).join(';')
}
