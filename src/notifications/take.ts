import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { type Claim, claim, type Place } from './claim.ts'
import { type Claimed, columns } from './claimed.ts'
import { type Facts, factsOf } from './facts.ts'
import { claimWith } from './gather.ts'
import type { Lane } from './lanes.ts'
import type { Stopwatch } from './stopwatch.ts'

/**
 * What this process sends next, and what is true of it: an array for each message. `claimed`: how many deliveries there
 * were, of which some may be gone. `since`: from when on it holds them. `last`:
 * the last of them in the lane.
 */
export async function take(
  ctx: Context,
  lane: Lane,
  what: Claim,
  { elapsed }: Stopwatch,
): Promise<{ claimed: number; messages: Facts[][]; since: number; last: Place | null }> {
  let since = elapsed()
  let claimed = await claimGathered(ctx, lane, what)
  const count = claimed.length
  const last = claimed.toSorted((a, b) => a.event - b.event || (a.id < b.id ? -1 : 1)).at(-1) ?? null
  let facts = await factsOf(ctx, claimed)
  while (elapsed() - since > sureFor) {
    since = elapsed()
    claimed = await stillHeld(ctx, what.process, claimed)
    facts = await factsOf(ctx, claimed)
  }
  return { claimed: count, messages: byMessage(facts, what.gather), since, last }
}

/**
 * Whoever stood still for longer, in milliseconds, may have been taken for dead, which takes five missed heartbeats: others
 * may be sending what it claimed.
 */
export const sureFor = 10_000

async function stillHeld(ctx: Context, process: string, claimed: readonly Claimed[]): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    update deliveries set claimed_at = ${ctx.now()}
    where id = any(${claimed.map(({ id }) => id)}::text[]) and state = 'sending' and claimed_by = ${process}
    returning ${columns}`.execute(ctx.db)
  return rows
}

/** With what else waits for the same readers, and with what was in the same message before. */
async function claimGathered(ctx: Context, lane: Lane, what: Claim): Promise<Claimed[]> {
  const claimed = await claim(ctx, lane, what)
  const bound = claimed.filter(({ message }) => message !== null)
  const free = what.gather ? claimed.filter(({ message }) => message === null) : []
  if (bound.length + free.length === 0) return claimed
  const joining = await claimWith(ctx, lane, what.process, {
    readers: free.map(({ subscriber }) => subscriber),
    messages: bound.flatMap(({ message }) => message ?? []),
    readersOfThose: bound.map(({ subscriber }) => subscriber),
    paused: what.paused ?? [],
  })
  return [...claimed, ...joining]
}

/** One message each; of people who are told of several things at once, one for all of these. */
function byMessage(all: readonly Facts[], gather: Claim['gather']): Facts[][] {
  const sorted = all.toSorted((a, b) => a.event_id - b.event_id)
  const messageOf = ({ together_with, subscriber, delivery }: Facts) =>
    together_with ?? (gather ? subscriber : delivery)
  return [...Map.groupBy(sorted, messageOf).values()]
}
