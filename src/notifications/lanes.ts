import type { OpenAccounts } from '../channel-accounts/open.ts'
import type { MailTransport } from '../channels/email-transport.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import type { Gathering } from './gather.ts'
import type { Hosts } from './hosts.ts'
import type { Stopwatch } from './stopwatch.ts'

/** How messages leave this process. */
export type PostOffice = {
  /** The process's id, as in the table of processes: what it was sending when it died is given to others. */
  process: string
  accounts: OpenAccounts
  /** Connections to an account's mail server. First attempts, retries and letters to single people have their own. */
  mail: (settings: unknown, lane: Lane['name'] | 'letters') => MailTransport | undefined
  hosts: Hosts
  /** The lanes that this process works on now, by name. */
  atWork?: Set<string>
  /** When it looked for old messages in each lane, by name. */
  lookedForOld?: Map<string, number>
  /** Why messages of a lane wait that has no account, and when that was last said of each, by the lane's name. */
  saidWhy?: Map<string, { why: string; at: number }>
  /** Messages of one lane that are on their way at once. Default: as many as leave in half a second; see `width.ts`. */
  slots?: number
  /** How much one reader is told at most. Null: as much as there is, each by itself. */
  gathering: Gathering | null
  /** How long one job works before it lets others have their turn, in milliseconds. Default 5,000. */
  slice?: number
  /** By what a slice measures itself; default the machine's own, which no clock that is set changes. */
  stopwatch?: Stopwatch
}

/** First attempts of one page by one channel, or the retries of all pages by it: a flood in one lane holds up no other. */
export type Lane = { name: 'first'; page: string; channel: string } | { name: 'retries'; channel: string }

// What an earlier version left in the queue has no channel.
const channel = z.string().default('email')
export const deliverFirstJob = defineJob('deliver-first', z.object({ page: z.string(), channel }))
export const deliverRetriesJob = defineJob('deliver-retries', z.object({ channel }))

/** What a lane's turn is about: `at` for one in a while, beside the one that may be waiting already. `urgent`: a page begins to tell. */
export type Wake = { at?: Date; urgent?: boolean }

export async function wakeDeliveries(ctx: Context, page: string, channels: Iterable<string>, wake: Wake = {}) {
  for (const one of channels) await wakeLane(ctx, { name: 'first', page, channel: one }, wake)
}

/** Unlike any other lane's. */
export const laneName = (ctx: Pick<Context, 'org'>, lane: Lane): string =>
  lane.name === 'first' ? `deliver:${lane.page}:${lane.channel}` : `retries:${ctx.org}:${lane.channel}`

export function wakeLane(ctx: Context, lane: Lane, { at, urgent }: Wake = {}) {
  const name = laneName(ctx, lane)
  const options = { key: at ? `${name}:later` : name, queue: name, ...(at && { at }), ...(urgent && { urgent }) }
  return lane.name === 'first'
    ? enqueue(ctx, deliverFirstJob, { page: lane.page, channel: lane.channel }, options)
    : enqueue(ctx, deliverRetriesJob, { channel: lane.channel }, options)
}
