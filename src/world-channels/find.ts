import type { Channel } from '../channels/channel.ts'
import { channels } from '../channels/index.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import { channelFor } from '../subscribers/destination.ts'
import type { Subscriber } from '../subscribers/find.ts'

/** A row among the subscribers that is nobody: what is said there, everybody hears. */
export type WorldChannel = Subscriber & { key: string }

/** Of a page, or of all pages. */
export async function worldChannelsOf(ctx: Context, page?: string): Promise<WorldChannel[]> {
  let query = ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('world', '=', true)
    .where('state', '<>', 'erased')
  if (page !== undefined) query = query.where('page_id', '=', page)
  const rows = await query.orderBy('key').execute()
  return rows.map((row) => ({ ...row, key: row.key ?? row.id }))
}

/** One of a page's, by its id or its key. */
export async function findWorldChannel(ctx: Context, page: string, name: string): Promise<WorldChannel> {
  const all = await worldChannelsOf(ctx, page)
  const one = all.find(({ id }) => id === name) ?? all.find(({ key }) => key === name)
  if (!one) throw new NotFound('channel')
  return one
}

/** Whatever can speak to the world, one for each medium. */
export const worldKinds = (): Channel[] =>
  channels
    .filter(({ reaches }) => reaches.includes('world'))
    .filter((channel, i, all) => all.findIndex(({ medium }) => medium === channel.medium) === i)

/** Throws `InvalidInput` at `/channel`. */
export function worldKind(medium: string): Channel {
  const kinds = worldKinds()
  const kind = kinds.find((one) => one.medium === medium)
  if (kind) return kind
  channelFor(medium)
  throw new InvalidInput('This channel does not speak to the world.', [
    { pointer: '/channel', detail: `expected one of ${kinds.map((one) => one.medium).join(', ')}` },
  ])
}

/** Paused by a person. */
export const paused = 'Paused.'

export const isPaused = ({ state, reason }: Pick<Subscriber, 'state' | 'reason'>) =>
  state === 'unsubscribed' && reason === paused
