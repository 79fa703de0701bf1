import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { sendMail } from '../channels/email.ts'
import type { MailTransport } from '../channels/email-transport.ts'
import { inBatches } from '../lib/batches.ts'
import type { Context } from '../lib/context.ts'
import { type Claimed, claim, releaseOwn } from './claim.ts'
import { type Facts, factsOf, lastObjection } from './facts.ts'
import { type Lane, type PostOffice, wakeDeliveries, wakeRetries } from './lanes.ts'
import { mailOf, zones } from './mail.ts'
import { type Settled, settle, skipped, writeSettled } from './settle.ts'

/** Sends what is due in a lane for the length of a slice, then asks for another turn if there may be more. */
export async function deliver(ctx: Context, office: PostOffice, lane: Lane): Promise<void> {
  if (!office.transports) return sayWhyItWaits(ctx)
  await releaseOwn(ctx, lane, office.process)
  const transport = lane.name === 'first' ? office.transports.first : office.transports.retries
  if (!(await runSlice(ctx, office, lane, transport))) return
  if (lane.name === 'first') await wakeDeliveries(ctx, lane.page)
  else await wakeRetries(ctx)
}

/** What is queued says what it waits for, until a process with a mail server comes by. */
async function sayWhyItWaits(ctx: Context): Promise<void> {
  await sql`
    update deliveries set detail = 'no mail server is configured', updated_at = ${ctx.now()}
    where org_id = ${ctx.org} and state = 'queued' and detail is distinct from 'no mail server is configured'`.execute(
    ctx.db,
  )
}

/** Failures in a row, each before an address was named, after which trying others is pointless for now. */
const hopeless = 10

/** Answers whether there may be more to do at once. */
async function runSlice(ctx: Context, office: PostOffice, lane: Lane, transport: MailTransport): Promise<boolean> {
  const { slots = 10, slice = 5000 } = office
  const started = performance.now()
  const write = inBatches<Settled>((settled) => writeSettled(ctx, office.process, settled))
  const timesOf = zones()
  const flights = new Map<Promise<void>, number>()
  let unreachable = 0
  let failure: { error: unknown } | null = null
  const send = async (facts: Facts) => {
    const objection = lastObjection(facts)
    if (objection) return write(skipped(facts, objection))
    const outcome = await sendMail(transport, mailOf(ctx, facts, timesOf))
    unreachable = outcome.result === 'transient' && outcome.unreachable ? unreachable + 1 : 0
    return write(await settle(ctx, facts, outcome))
  }
  const launch = (facts: Facts) => {
    const flight = send(facts)
      .catch((error) => void (failure ??= { error }))
      .finally(() => flights.delete(flight))
    flights.set(flight, performance.now())
  }
  const isTimeUp = () => performance.now() - started >= slice && !someStuck(flights)
  const isOver = () => failure !== null || unreachable >= hopeless || isTimeUp()
  let claimed: Claimed[]
  do {
    const free = isOver() ? 0 : slots - flights.size
    claimed = free > 0 ? await claim(ctx, lane, office.process, free) : []
    for (const facts of await factsOf(ctx, claimed)) launch(facts)
    await someRoom(flights, slots)
  } while (flights.size > 0 || claimed.length > 0)
  const lost = failure as { error: unknown } | null
  if (lost) throw lost.error
  return unreachable < hopeless && performance.now() - started >= slice
}

type Flights = ReadonlyMap<Promise<void>, number>

/** Whoever takes longer than a second is stuck: the slice goes on past its end, so that others need not wait for them. */
const someStuck = (flights: Flights) => flights.size > 0 && performance.now() - Math.min(...flights.values()) > 1000

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
