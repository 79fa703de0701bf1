import { record } from '../events/record.ts'
import { maskAddress } from '../lib/address.ts'
import { type Context, transaction } from '../lib/context.ts'
import { escaped } from '../subscriber-imports/formulas.ts'
import { mayCall } from '../web/permission.ts'
import { streamed } from '../web/streamed.ts'
import { type Delivery, listDeliveries } from './ledger.ts'
import { postTold } from './told.ts'

const columns = [
  ...['delivery', 'subscriber', 'channel', 'address', 'told_of', 'outcome', 'reason', 'detail', 'attempts'],
  ...['chosen_at', 'sent_at', 'next_attempt_at', 'together_with'],
]

/** So many are read at once. */
const chunk = 1000

/**
 * Who was told of one update and who was not, as CSV that a spreadsheet does not run, newest first. Whoever may export
 * subscribers gets whole addresses, everybody else masked ones. Throws `NotFound`.
 */
export async function exportTold(outer: Context, update: string): Promise<Response> {
  const post = await postTold(outer, update)
  const isWhole = mayCall(outer.actor, 'admin')
  await transaction(outer, (ctx) =>
    record(ctx, {
      kind: 'deliveries.exported',
      subject: post.id,
      page: post.page,
      incident: post.incident,
      data: { addresses: isWhole ? 'whole' : 'masked' },
    }),
  )
  return streamed(lines(outer, post.id, isWhole), { type: 'text/csv; charset=utf-8', name: `told-${post.number}.csv` })
}

async function* lines(ctx: Context, update: string, isWhole: boolean): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync')
  yield stringify([columns])
  for (let last: Delivery | undefined; ; ) {
    const cursor = last && { at: last.created_at, id: last.id }
    const found: Delivery[] = await listDeliveries(ctx, { update, limit: chunk, cursor })
    const rows = found.slice(0, chunk)
    if (rows.length > 0) yield stringify(rows.map((row) => line(row, isWhole)))
    last = rows.at(-1)
    if (found.length <= chunk || !last) return
  }
}

const line = (row: Delivery, isWhole: boolean): string[] =>
  [
    ...[row.id, row.subscriber_id, row.channel, addressOf(row, isWhole), row.kind, row.state, row.reason],
    ...[detailOf(row, isWhole), String(row.attempts), row.created_at.toISOString(), row.sent_at?.toISOString() ?? ''],
    ...[row.next_attempt_at?.toISOString() ?? '', row.together_with ?? ''],
  ].map(escaped)

/** A server names the address that it refuses. */
const detailOf = ({ detail }: Delivery, isWhole: boolean): string =>
  isWhole ? (detail ?? '') : (detail ?? '').replace(/[^\s<>"',;:()]+@[^\s<>"',;:()]+/g, maskAddress)

/** What a destination on another channel is called shows no more than the console does. */
const addressOf = ({ email, label }: Delivery, isWhole: boolean): string =>
  email === null ? (label ?? '') : isWhole ? email : maskAddress(email)
