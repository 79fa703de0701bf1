import { sql } from 'kysely'
import type { Sending } from './check-sends.ts'
import type { Waiting } from './gate.ts'
import type { Job } from './jobs.ts'
import type { Post } from './model.ts'
import { resumeAll } from './people.ts'
import { mayBeLate, toRegret } from './rush.ts'
import type { Stage } from './scene.ts'
import { deeds, endSend } from './steps.ts'

/** Something that can happen now; answers in words what happened. */
export type Deed = () => Promise<string>

/** By weight, among what can happen now. */
export async function chooseDeed(stage: Stage): Promise<Deed> {
  const { workers, scene, gate } = stage
  const { dice, mood } = scene
  const living = workers.filter(({ state }) => state === 'lives')
  const worker = dice.oneOf(living)
  const all = awake(stage)
  const waiting = dice.oneOf(all.filter((one) => one.what !== 'send'))
  const send = dice.oneOf(all.filter((one) => one.what === 'send'))
  const still = dice.oneOf(workers.filter(({ state }) => state !== 'lives'))
  const sender = living.find(({ name }) => name === send?.owner.worker)
  const latest = send && leavingLatest(stage, send)
  const due = await stage.jobs.due()
  const job = jobDeed(stage, due)
  const late = dice.oneOf(due.filter(mayBeLate))
  const hasty = toRegret(stage)
  // Time flies where nothing is to be done: living processes take jobs at once.
  const isIdle = gate.waiting().length === 0 && living.every(({ running }) => running.size === 0) && due.length === 0
  const options: [number, Deed | null][] = [
    [mood.goOn, waiting ? () => deeds.goOn(stage, waiting) : null],
    [mood.send, send ? () => deeds.goOn(stage, send) : null],
    [150, job],
    [10, worker && worker.running.size < 3 ? () => deeds.wake(stage, worker) : null],
    [mood.people, () => deeds.people(stage)],
    [mood.rush, latest ? () => deeds.rush(stage, latest) : null],
    [10, hasty ? () => deeds.regret(stage, hasty) : null],
    [3 + Math.ceil(mood.rush / 10), late ? () => deeds.delay(stage, late) : null],
    [25, () => deeds.pass(stage, dice.between(1, 3000))],
    [60, isIdle ? () => deeds.pass(stage, dice.between(1, dice.between(0, 5) === 0 ? mood.longest : 400_000)) : null],
    [mood.kill, worker ? () => deeds.kill(stage, worker) : null],
    [mood.freeze, worker && living.length > 1 ? () => deeds.freeze(stage, worker) : null],
    [mood.freeze, sender && living.length > 1 ? () => deeds.freeze(stage, sender) : null],
    [40, still && !still.isBuried ? () => deeds.bury(stage, still) : null],
    // Once it was taken for dead, others have the time to do its work.
    [still?.isBuried ? 5 : 20, still?.state === 'frozen' ? () => deeds.thaw(stage, still) : null],
  ]
  const possible = options.flatMap(([weight, deed]) => (deed ? [[weight, deed] as const] : []))
  let left = dice.between(
    1,
    possible.reduce((sum, [weight]) => sum + weight, 0),
  )
  return possible.find(([weight]) => (left -= weight) <= 0)![1]
}

/** Nothing fails any more; everything goes on in turn, and where nothing does, time passes. */
export async function peacefulDeed(stage: Stage): Promise<Deed> {
  const still = stage.workers.find(({ state }) => state !== 'lives')
  if (still) return () => (still.state === 'frozen' ? deeds.thaw(stage, still) : deeds.bury(stage, still))
  const [first] = awake(stage)
  if (first) return () => (first.what === 'send' ? endSend(stage, first, 'sent') : deeds.goOn(stage, first))
  const job = jobDeed(stage, await stage.jobs.due())
  if (job) return job
  return async () => {
    await resumeAll(stage.scene)
    await deeds.wakeAll(stage)
    return deeds.pass(stage, await untilDue(stage))
  }
}

/** At least until what a living process forgot is given back. */
async function untilDue({ ctx, clock }: Stage): Promise<number> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(next_attempt_at, not_before)) as at from deliveries
    where org_id = ${ctx.org} and state = 'queued'`.execute(ctx.db)
  return Math.max(301_000, (rows[0]?.at?.getTime() ?? 0) - clock.now().getTime())
}

function jobDeed(stage: Stage, due: readonly Job[]): Deed | null {
  const { dice } = stage.scene
  const job = dice.oneOf(due)
  const worker = dice.oneOf(stage.workers.filter(({ state, running }) => state === 'lives' && running.size < 3))
  return job && worker ? () => deeds.startJob(stage, worker, job) : null
}

/** The post that a message tells of, where nothing newer was posted on the same; not one that came in a rush itself. */
function leavingLatest({ model, rushed }: Stage, { deliveries }: Sending): Post | null {
  const update = deliveries?.[0]?.update ?? ''
  const post = model.posts.get(update)
  if (!post || rushed.has(update)) return null
  return model.posts.values().some((one) => one.incident === post.incident && one.since > post.since) ? null : post
}

/** What waits in processes that run. */
const awake = ({ gate, workers }: Stage): Waiting[] =>
  gate.waiting().filter((one) => workers.some(({ name, state }) => name === one.owner.worker && state === 'lives'))
