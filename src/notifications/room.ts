import type { OpenAccount } from '../channel-accounts/open.ts'
import type { Context } from '../lib/context.ts'
import { type Claim, pausedEvents } from './claim.ts'
import { accountGate, atOnceOf, hostPrefix, isDirect, targetPrefix } from './gates.ts'
import { type Gathering, gatheringOf } from './gather.ts'
import { type Lane, laneName, type PostOffice } from './lanes.ts'
import { type Lines, linesOf } from './lines.ts'
import { ownStopwatch } from './stopwatch.ts'

/** What holds for all readers of a lane: what is paused, and whether they may have to wait. */
export type Standing = { paused: readonly number[]; gather: Gathering | undefined }

const knownFor = 250

/** Asked anew four times a second, not at every claim. */
export function standingOf(ctx: Context, office: PostOffice, lane: Lane): () => Promise<Standing> {
  const { elapsed } = office.stopwatch ?? ownStopwatch
  let known: { at: number; standing: Standing } | null = null
  return async () => {
    if (known && elapsed() - known.at < knownFor) return known.standing
    const standing = { paused: await pausedEvents(ctx), gather: await gatheringOf(ctx, lane, office.gathering) }
    known = { at: elapsed(), standing }
    return standing
  }
}

/** How many may be claimed of which, as hosts and accounts are now. */
export function whatToClaim(
  ctx: Context,
  { process, hosts }: PostOffice,
  accounts: readonly OpenAccount[],
  { lane, count, lines, paused, gather }: Standing & { lane: Lane; count: number; lines: Lines | null },
): Claim {
  const name = laneName(ctx, lane)
  const without = [...hosts.rooms(targetPrefix(lane.channel), name)].flatMap(([id, room]) => (room < 1 ? [id] : []))
  // An account's host is the same for everybody: there is room or there is not.
  if (!accounts.every(isDirect)) return { process, count, paused, without, gather }
  const prefix = hostPrefix(lane.channel)
  const places = placesOf(accounts)
  const perHost = hosts.share(prefix, name, places)
  const rooms = hosts.rooms(prefix, name)
  // Other lanes get in as soon as they ask: nobody of this one waits before their places.
  for (const [host, more] of perHost === places ? (lines?.ahead() ?? []) : [])
    if (hosts.isOpen(`${prefix}${host}`)) rooms.set(host, Math.max(0, (rooms.get(host) ?? perHost) + more))
  return { process, count, paused, without, gather, hosts: { rooms, perHost } }
}

/** Attempts at once at each host. */
const placesOf = (accounts: readonly OpenAccount[]) => Math.min(...accounts.map(atOnceOf))

/** Only hosts that are asked one by one, and have no rate, have lines before them. */
export const linesFor = (accounts: readonly OpenAccount[], elapsed: () => number): Lines | null =>
  accounts.every((account) => isDirect(account) && !account.channel.limits.rate)
    ? linesOf(placesOf(accounts), elapsed)
    : null

/** How many messages the accounts take now, together. */
export function roomOf(ctx: Context, { hosts }: PostOffice, accounts: readonly OpenAccount[], lane: Lane): number {
  const name = laneName(ctx, lane)
  return accounts.reduce(
    (sum, account) => sum + (isDirect(account) ? Number.POSITIVE_INFINITY : hosts.room(accountGate(account), name)),
    0,
  )
}

/** Whether somebody takes nothing now only because other lanes' messages are on their way to them. */
export function isCrowded({ hosts }: PostOffice, accounts: readonly OpenAccount[], name: string): boolean {
  const isFull = (account: OpenAccount) => hosts.freeAt(accountGate(account)) === Number.POSITIVE_INFINITY
  const direct = accounts.filter(isDirect).map(({ channel }) => hostPrefix(channel.medium))
  return (
    accounts.some((account) => !isDirect(account) && isFull(account)) ||
    direct.some((prefix) => hosts.isFull(prefix, name))
  )
}

/** When somebody who is away or has had enough for now can be written to again; null: nobody is waited for. */
export function nextMoment(
  ctx: Context,
  { hosts }: PostOffice,
  accounts: readonly OpenAccount[],
  { channel }: Lane,
): Date | null {
  const direct = [hostPrefix(channel), targetPrefix(channel)].map((prefix) => hosts.nextAt(prefix))
  const others = accounts.filter((account) => !isDirect(account)).map((account) => hosts.freeAt(accountGate(account)))
  const now = ctx.now().getTime()
  const moments = [...direct, ...others].filter((at) => at !== null && at > now && Number.isFinite(at))
  return moments.length === 0 ? null : new Date(Math.min(...moments.map(Number)))
}

export const isSoon = (ctx: Context, at: Date) => at.getTime() - ctx.now().getTime() <= 1000
