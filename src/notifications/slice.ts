import { setTimeout as wait } from 'node:timers/promises'
import type { OpenAccount } from '../channel-accounts/open.ts'
import { familyOf } from '../channels/family.ts'
import { inBatches } from '../lib/batches.ts'
import type { Context } from '../lib/context.ts'
import { attempt } from './attempt.ts'
import { type Claim, type Claimed, claim } from './claim.ts'
import { type Facts, factsOf, lastObjection } from './facts.ts'
import { claimWith, together } from './gather.ts'
import { type Lane, laneName, type PostOffice } from './lanes.ts'
import { messageOf } from './message.ts'
import { isCrowded, isSoon, nextMoment, roomOf, standingOf, whatToClaim } from './room.ts'
import { postponed, type Settled, settle, settleWith, skipped, writeSettled } from './settle.ts'
import { speakers } from './speaker.ts'

/** Messages of one lane that are on their way at once: the bound on repeats after a kill. */
export const slotsOf = (channel: string) => (familyOf(channel) === 'mail' ? 10 : 40)

/** Answers whether there may be more to do: at once, or when somebody can be reached again. */
export async function runSlice(
  ctx: Context,
  office: PostOffice,
  lane: Lane,
  accounts: readonly OpenAccount[],
): Promise<'now' | Date | null> {
  const { slots = slotsOf(lane.channel), slice = 5000 } = office
  const started = performance.now()
  const speaking = speakers()
  const write = inBatches<Settled>((settled) => writeSettled(ctx, office.process, settled))
  const standing = standingOf(ctx, office, lane)
  const what = async (count: number) => whatToClaim(ctx, office, accounts, { ...(await standing()), lane, count })
  const flights: Flights = new Map()
  let failure: { error: unknown } | null = null
  let isBarred = false

  const send = async (all: readonly Facts[]) => {
    const [facts, ...others] = all.filter((one) => !whyNot(one))
    const written = all.flatMap((one) => whyNot(one) ?? []).map(write)
    if (facts) {
      const message = together([messageOf(ctx, facts, speaking), ...others.map((one) => messageOf(ctx, one, speaking))])
      const to = { subscriber: facts.subscriber, target: facts.target }
      const tried = await attempt(ctx, office, lane, { accounts, message, to })
      isBarred ||= tried === 'barred'
      const settled = await settle(ctx, facts, tried)
      written.push(write(settled), ...others.map((one) => write(settleWith(ctx, settled, one))))
    }
    await Promise.all(written)
  }
  const launch = (facts: readonly Facts[]) => {
    const flight = send(facts)
      .catch((error) => void (failure ??= { error }))
      .finally(() => flights.delete(flight))
    flights.set(flight, performance.now())
  }
  const isTimeUp = () => performance.now() - started >= slice && !someStuck(flights)
  const isOver = () => failure !== null || isTimeUp()

  let claimed: Claimed[]
  let next: Date | null
  let [crowded, isOpen] = [false, false]
  do {
    const free = isOver() ? 0 : Math.min(freeSlots(flights, lane, slots), roomOf(ctx, office, accounts, lane))
    isBarred = false
    // What ends meanwhile makes room at hosts that were full.
    const mayBeMore = flights.size > 0
    const wanted = free > 0 ? await what(free) : null
    claimed = wanted ? await claimGathered(ctx, lane, wanted) : []
    for (const facts of bySubscriber(await factsOf(ctx, claimed), wanted?.gather)) launch(facts)
    await someRoom(flights, slots)
    next = flights.size === 0 && (claimed.length === 0 || isBarred) ? nextMoment(ctx, office, accounts, lane) : null
    isOpen = mayBeMore && free > 0
    const isIdle = flights.size === 0 && claimed.length === 0
    crowded = isIdle && isCrowded(office, accounts, laneName(ctx, lane))
    // A rate lets the next one go in a moment, or another lane ends.
    if (next && !isOver() && isSoon(ctx, next)) await wait(Math.max(10, next.getTime() - ctx.now().getTime()))
    else if (crowded && !isOver()) await wait(50)
  } while (
    flights.size > 0 ||
    isOpen ||
    (claimed.length > 0 && !isBarred) ||
    (!isOver() && (crowded || (next && isSoon(ctx, next))))
  )
  const lost = failure as { error: unknown } | null
  if (lost) throw lost.error
  return next ?? (performance.now() - started >= slice ? 'now' : null)
}

/** Why it does not leave now, or ever. */
function whyNot(facts: Facts): Settled | null {
  const objection = lastObjection(facts)
  if (objection) return skipped(facts, objection)
  return facts.verdict?.notBefore ? postponed(facts, facts.verdict.notBefore) : null
}

/** With what else waits for the same readers. */
async function claimGathered(ctx: Context, lane: Lane, what: Claim): Promise<Claimed[]> {
  const claimed = await claim(ctx, lane, what)
  if (!what.gather || claimed.length === 0) return claimed
  const subscribers = claimed.map(({ subscriber }) => subscriber)
  return [...claimed, ...(await claimWith(ctx, lane, what.process, { subscribers, paused: what.paused ?? [] }))]
}

/** One message each; of people who are told of several things at once, one for all of these. */
function bySubscriber(all: readonly Facts[], gather: Claim['gather']): Facts[][] {
  if (!gather) return all.map((facts) => [facts])
  const sorted = all.toSorted((a, b) => a.event_id - b.event_id)
  return [...Map.groupBy(sorted, (facts) => facts.subscriber).values()]
}

type Flights = Map<Promise<void>, number>

/** Whoever takes longer than a second is stuck: the slice goes on past its end, so that others need not wait for them. */
const isStuck = (begun: number) => performance.now() - begun > 1000
const someStuck = (flights: Flights) => flights.values().some(isStuck)

/**
 * Who is stuck takes no slot from the others, up to ten times as many; in mail it does, since it takes a connection out
 * of the pool.
 */
function freeSlots(flights: Flights, { channel }: Lane, slots: number): number {
  if (familyOf(channel) === 'mail') return slots - flights.size
  const quick = flights.values().reduce((count, begun) => (isStuck(begun) ? count : count + 1), 0)
  return Math.min(slots - quick, 10 * slots - flights.size)
}

/** Waits until half of the slots are free, or a short while, so that each claim takes several. */
async function someRoom(flights: Flights, slots: number): Promise<void> {
  const end = new AbortController()
  const late = wait(100, true, { signal: end.signal }).catch(() => true)
  let isLate = false
  while (flights.size > 0 && !isLate) {
    isLate = (await Promise.race([late, ...flights.keys()])) === true
    if (flights.size <= slots / 2) break
  }
  end.abort()
}
