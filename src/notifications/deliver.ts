import type { Context } from '../lib/context.ts'
import { releaseOwn } from './claim.ts'
import { type Lane, laneName, type PostOffice, wakeLane } from './lanes.ts'
import { runSlice } from './slice.ts'
import { ownStopwatch } from './stopwatch.ts'
import { sayWhyItWaits } from './switched-off.ts'
import { giveUpTheOld } from './too-old.ts'

/** Sends what is due in a lane for the length of a slice, then asks for another turn if there may be more. */
export async function deliver(ctx: Context, office: PostOffice, lane: Lane): Promise<void> {
  await giveUpTheOld(ctx, office, lane)
  const accounts = await office.accounts.of(ctx, lane.channel)
  if (accounts.length === 0) return sayWhyItWaits(ctx, office, lane)
  // Its turn was given to others while this process stood still, and has come back: what the earlier run holds is its own.
  const name = laneName(ctx, lane)
  if (office.atWork?.has(name)) return wakeLane(ctx, lane, { at: new Date(ctx.now().getTime() + 1000) })
  office.atWork?.add(name)
  try {
    await releaseOwn(ctx, lane, office.process)
    const next = await runSlice(ctx, office, lane, accounts)
    if (next) await wakeLane(ctx, lane, next === 'now' ? {} : { at: next })
  } catch (error) {
    await giveBackOnceItCan(ctx, office, lane)
    throw error
  } finally {
    office.atWork?.delete(name)
  }
}

/** What it could not write the end of is for others at once, when the database is back; else in five minutes. */
async function giveBackOnceItCan(ctx: Context, office: PostOffice, lane: Lane): Promise<void> {
  const { wait } = office.stopwatch ?? ownStopwatch
  for (const pause of [0, 1000, 2000, 5000, 10_000, 20_000]) {
    await wait(pause)
    const isDone = await releaseOwn(ctx, lane, office.process).then(
      () => true,
      () => false,
    )
    if (isDone) return
  }
}
