import type { OpenAccount } from '../channel-accounts/open.ts'
import { inBatches } from '../lib/batches.ts'
import type { Context } from '../lib/context.ts'
import { attempt } from './attempt.ts'
import { bringBack } from './bring-back.ts'
import { type Facts, lastObjection } from './facts.ts'
import { type Flights, freeSlots, signalled, someRoom, someStuck } from './flights.ts'
import { bind, together } from './gather.ts'
import { type Lane, laneName, type PostOffice } from './lanes.ts'
import type { Lines } from './lines.ts'
import { messageOf } from './message.ts'
import { onwardsFor } from './onwards.ts'
import { isCrowded, isSoon, linesFor, nextMoment, roomOf, standingOf, whatToClaim } from './room.ts'
import { postponed, type Settled, settle, settleWith, skipped, writeSettled } from './settle.ts'
import { speakers } from './speaker.ts'
import { ownStopwatch } from './stopwatch.ts'
import { offFor } from './switched-off.ts'
import { sureFor, take } from './take.ts'
import { turnsWith } from './turns.ts'
import { widening, widest, widestInLines } from './width.ts'

/** Answers whether there may be more to do: at once, or when somebody can be reached again. */
export async function runSlice(
  ctx: Context,
  office: PostOffice,
  lane: Lane,
  accounts: readonly OpenAccount[],
): Promise<'now' | Date | null> {
  const { slice = 5000, stopwatch = ownStopwatch } = office
  const { elapsed, wait } = stopwatch
  const started = elapsed()
  const lines = linesFor(accounts, elapsed)
  const width = widening(lane.channel, elapsed, lines ? widestInLines : widest)
  const slots = () => office.slots ?? width.now()
  const speaking = speakers()
  const write = inBatches<Settled>(
    (settled) => writeSettled(ctx, office.process, settled),
    () => wait(Math.min(settlesAfter, slots() / 5)),
  )
  const standing = standingOf(ctx, office, lane)
  const what = async (count: number) =>
    whatToClaim(ctx, office, accounts, { ...(await standing()), lane, count, lines })
  const flights: Flights = new Map()
  const landing = signalled()
  let failure: { error: unknown } | null = null
  let isBarred = false

  const send = async (all: readonly Facts[], since: number) => {
    const [facts, ...others] = all.filter((one) => !whyNot(one))
    for (const one of all) if (lastObjection(one)) await bringBack(ctx, one)
    const written = all.flatMap((one) => whyNot(one) ?? []).map(write)
    // They are waited for once the others have left. One that fails before that would end the process.
    for (const one of written) one.catch(noteFailure)
    if (facts) {
      const id = facts.together_with ?? facts.delivery
      const message = {
        ...together([messageOf(ctx, facts, speaking), ...others.map((one) => messageOf(ctx, one, speaking))]),
        id,
      }
      const ids = [facts, ...others].map(({ delivery }) => delivery)
      if (others.length > 0 && (await bind(ctx, office.process, id, ids)) < ids.length)
        return void (await Promise.all(all.map(async (one) => write(await settle(ctx, one, 'full')))))
      const to = { subscriber: facts.subscriber, target: facts.target }
      const tried = await inLine(lines, facts.goes_to, async () =>
        elapsed() - since <= sureFor ? attempt(ctx, office, lane, { accounts, message, to }) : 'full',
      )
      // Whose hosts are known one by one is claimed by them.
      isBarred ||= tried === 'barred' && !lines
      if (typeof tried === 'object' && 'offSince' in tried) {
        written.push(...[facts, ...others].map((one) => write(offFor(ctx, one, tried.offSince))))
      } else {
        const settled = await settle(ctx, facts, tried)
        written.push(write(settled), ...others.map((one) => write(settleWith(ctx, settled, one))))
      }
    }
    await Promise.all(written)
  }
  const turns = turnsWith(stopwatch)
  const launch = (facts: readonly Facts[], since: number) => {
    const flight = turns
      .take(() => send(facts, since))
      .catch((error) => void noteFailure(error))
      .finally(() => {
        flights.delete(flight)
        width.left()
        landing.tell()
      })
    flights.set(flight, elapsed())
  }
  const onwards = onwardsFor(elapsed)
  const takeSome = async (count: number) => {
    const taken = await take(ctx, lane, { ...(await what(count)), after: onwards.from() }, stopwatch)
    onwards.cameTo(taken.last)
    return taken
  }
  // What is on its way comes to its end first: given back now, it would be sent by others too.
  const noteFailure = (error: unknown) => {
    failure ??= { error }
    return nothing
  }
  const isTimeUp = () => elapsed() - started >= slice && !someStuck(flights, elapsed())
  const isOver = () => failure !== null || isTimeUp()

  let claimed: number
  let next: Date | null
  let [crowded, isOpen] = [false, false]
  do {
    const over = isOver()
    const free = over
      ? 0
      : Math.min(freeSlots({ flights, now: elapsed() }, lane, slots()), roomOf(ctx, office, accounts, lane))
    isBarred = false
    // What ends meanwhile makes room: of slots, and at hosts that were full.
    const mayBeMore = flights.size > 0
    const taken = free > 0 ? await takeSome(free).catch(noteFailure) : nothing
    claimed = taken.claimed
    for (const facts of taken.messages) launch(facts, taken.since)
    // Who got all that was asked for asks for more while these leave.
    const half = claimed > 0 && claimed >= free ? slots() / 2 : Math.min(slots(), flights.size) / 2
    // In lines, more are claimed while some still wait: else hosts that take a while to answer stand idle meanwhile.
    const few = lines && claimed > 0 ? Math.max(half, flights.size - claimed / 2) : half
    await someRoom({ flights, landing }, few, wait)
    lines?.tire()
    next = flights.size === 0 && (claimed === 0 || isBarred) ? nextMoment(ctx, office, accounts, lane) : null
    isOpen = mayBeMore && !over
    const isIdle = flights.size === 0 && claimed === 0
    crowded = isIdle && isCrowded(office, accounts, laneName(ctx, lane))
    // A rate lets the next one go in a moment, or another lane ends.
    if (next && !isOver() && isSoon(ctx, next)) await wait(Math.max(10, next.getTime() - ctx.now().getTime()))
    else if (crowded && !isOver()) await wait(50)
  } while (
    flights.size > 0 ||
    isOpen ||
    (claimed > 0 && !isBarred) ||
    (!isOver() && (crowded || (next && isSoon(ctx, next))))
  )
  const lost = failure as { error: unknown } | null
  if (lost) throw lost.error
  const rest = next ?? (elapsed() - started >= slice ? 'now' : null)
  if (rest === null) office.hosts.done(laneName(ctx, lane))
  return rest
}

/**
 * Milliseconds, at most, in which what else ends is written with it: a statement costs more than a message. A narrow lane
 * waits less, since it would stay narrow.
 */
const settlesAfter = 40

const nothing = { claimed: 0, messages: [], since: 0 }

async function inLine<T>(lines: Lines | null, host: string, send: () => Promise<T>): Promise<T | 'full'> {
  if (!lines) return send()
  if (!(await lines.enter(host))) return 'full'
  try {
    return await send()
  } finally {
    lines.leave(host)
  }
}

/** Why it does not leave now, or ever. */
function whyNot(facts: Facts): Settled | null {
  const objection = lastObjection(facts)
  if (objection) return skipped(facts, objection)
  return facts.verdict?.notBefore ? postponed(facts, facts.verdict.notBefore) : null
}
