import { sql } from 'kysely'
import { wakeLanes } from '../../notifications/wake.ts'
import { arrive, checkClaims, checkSend, type Sending } from './check-sends.ts'
import { type Fault, type How, quiet, type Waiting, whens } from './gate.ts'
import type { Job } from './jobs.ts'
import { holds, noteFault } from './model.ts'
import { join, meddle, post } from './people.ts'
import { delay, regret, risky, rush } from './rush.ts'
import type { Stage } from './scene.ts'
import type { Worker } from './worker.ts'

/** What can happen next. Each says in words what happened. */
export const deeds = {
  goOn: async (stage: Stage, waiting: Waiting): Promise<string> => {
    if (waiting.what === 'send')
      return endSend(stage, waiting, waiting.sent.kind === stage.model.away ? 'unreachable' : endOf(stage))
    return waiting.what === 'timer' ? ring(stage, waiting) : useDatabase(stage, waiting, faultOf(stage))
  },
  startJob: async (stage: Stage, worker: Worker, job: Job): Promise<string> => {
    await stage.jobs.lock(job.id, worker.name)
    void worker.run(job).then((error) => endJob(stage, worker, job, error))
    return `${worker.name} begins ${job.task} ${job.id}`
  },
  wake: async (stage: Stage, worker: Worker): Promise<string> => {
    void worker.wake(stage.scene.step())
    return `${worker.name} wakes the lanes`
  },
  people: async (stage: Stage): Promise<string> => {
    const { scene } = stage
    const what = scene.dice.between(0, 9)
    if (what < scene.mood.posts) return post(scene, risky(stage))
    return what === scene.mood.posts ? join(scene) : meddle(scene)
  },
  rush,
  regret,
  delay,
  pass: async ({ clock }: Stage, milliseconds: number): Promise<string> => {
    clock.advance(milliseconds)
    return `${milliseconds} ms pass`
  },
  /** At any moment: what it was about to do is never done, what it was sending may have arrived. */
  kill: async (stage: Stage, worker: Worker): Promise<string> => {
    noteFault(stage.model, 'processes killed')
    worker.state = 'dead'
    await interrupt(stage, worker)
    stage.gate.forget(worker.name)
    return `${worker.name} is killed`
  },
  /** It stands still; the others will take it for dead. */
  freeze: async (stage: Stage, worker: Worker): Promise<string> => {
    noteFault(stage.model, 'processes that stood still')
    await interrupt(stage, worker)
    worker.state = 'frozen'
    return `${worker.name} stands still`
  },
  /** Its heart beats again: it is known again, whatever the others thought. */
  thaw: async (stage: Stage, worker: Worker): Promise<string> => {
    worker.state = 'lives'
    worker.isBuried = false
    await stage.beat(worker.name)
    return `${worker.name} goes on`
  },
  /** As the heartbeats of the others do when one has been silent for 15 seconds. */
  bury: async (stage: Stage, worker: Worker): Promise<string> => {
    stage.clock.advance(15_000)
    worker.isBuried = true
    await sql`delete from processes where id = ${worker.name}`.execute(stage.ctx.db)
    await stage.jobs.giveBack(worker.name)
    if (worker.state === 'dead') {
      stage.workers.splice(stage.workers.indexOf(worker), 1)
      await stage.start()
    }
    return `${worker.name} is taken for dead`
  },
  wakeAll: ({ ctx }: Stage) => wakeLanes(ctx),
}

const failures = ['transient', 'transient', 'later', 'unreachable', 'refused', 'permanent', 'throws'] as const

const endOf = ({ scene: { dice, mood } }: Stage): How['outcome'] =>
  (dice.between(1, mood.failures) === 1 ? dice.oneOf(failures) : undefined) ?? 'sent'

const faultOf = ({ scene: { dice, mood }, isPeace }: Stage): Fault | null =>
  isPeace() || dice.between(1, mood.faults) > 1
    ? null
    : { statement: dice.between(0, 1) * dice.between(0, 8), when: dice.oneOf(whens) ?? 'after' }

async function useDatabase(stage: Stage, waiting: Extract<Waiting, { what: 'database' }>, fault: Fault | null) {
  // What one job of a process reads for all of them fails for all of them.
  const { running } = stage.workers.find(({ name }) => name === waiting.owner.worker) ?? { running: new Map() }
  const told = fault ? [waiting.owner.job, ...running.keys()].filter((job) => !stage.faults.has(job)) : []
  for (const job of told) stage.faults.add(job)
  await new Promise<void>((done) => waiting.go({ fault, done }))
  if (!fault?.happened) for (const job of told) stage.faults.delete(job)
  else {
    noteFault(stage.model, `database lost ${fault.when} a statement`)
    await quiet()
    await excuse(stage, waiting.owner.worker)
  }
  const did = stage.statements.splice(0).join('; ')
  return `${waiting.owner.worker} uses the database for ${waiting.owner.job}: ${did}${fault?.happened ? `, which is lost ${fault.when} ${fault.statement}` : ''}`
}

async function ring(stage: Stage, waiting: Extract<Waiting, { what: 'timer' }>) {
  const left = waiting.at - stage.clock.now().getTime()
  if (left > 0) stage.clock.advance(left)
  waiting.go()
  return `${waiting.owner.worker} has waited`
}

/** It arrives, or not, and the channel says so; now and then it arrives and nobody hears of it. */
export async function endSend(stage: Stage, waiting: Sending, wanted: How['outcome']): Promise<string> {
  const { model, scene } = stage
  const outcome = stage.isPeace() ? 'sent' : wanted
  const lies = (outcome === 'transient' || outcome === 'throws') && scene.dice.between(0, 1) === 1
  if (outcome !== 'sent') noteFault(model, `messages ${lies ? 'that arrived, answered' : 'answered'} "${outcome}"`)
  if (outcome === 'sent' || lies) arrive(model, waiting, scene.step())
  for (const { id, subscriber } of waiting.deliveries ?? []) {
    if (outcome !== 'sent') model.failed.set(id, outcome)
    if (lies) model.excused.add(id)
    const person = model.people.get(subscriber)
    if (outcome === 'permanent' && person) person.isGone = true
  }
  waiting.go({ outcome, arrived: lies })
  return `${waiting.sent.message.id}: ${outcome}${lies ? ', though it arrived' : ''}`
}

async function endJob(stage: Stage, worker: Worker, job: Job, error: unknown) {
  const { dice } = stage.scene
  holds(stage.model, 'I0', !error || stage.faults.has(job.id), () => `${job.task} threw ${error}`)
  const isHeard = stage.isPeace() || dice.between(0, 19) > 0
  if (error || !isHeard) noteFault(stage.model, 'jobs that ran again')
  // The queue waits longer each time; others begin meanwhile that came later.
  const later = stage.isPeace() ? 0 : dice.between(0, 1) * dice.between(0, longestPause)
  stage.ended.push(() =>
    error || !isHeard ? stage.jobs.again(job.id, worker.name, later) : stage.jobs.done(job.id, worker.name),
  )
}

const longestPause = 20 * 60_000

/** A process stops in the middle: what is on its way arrives, or does not. */
async function interrupt(stage: Stage, worker: Worker) {
  await excuse(stage, worker.name)
  for (const one of stage.gate.waiting())
    if (one.what === 'send' && one.owner.worker === worker.name) {
      const hasArrived = stage.scene.dice.between(0, 1) === 1
      if (hasArrived) {
        arrive(stage.model, one, stage.scene.step())
        for (const { id } of one.deliveries ?? []) stage.model.excused.add(id)
      }
      for (const { id } of one.deliveries ?? []) stage.model.failed.set(id, 'transient')
      if (worker.state !== 'dead') one.go({ outcome: hasArrived ? 'sent' : 'transient' })
    }
}

/** What a process was telling when it was interrupted may be told again. */
async function excuse({ ctx, model }: Stage, worker: string) {
  const rows = await ctx.db
    .selectFrom('deliveries')
    .select('id')
    .where('state', '=', 'sending')
    .where('claimed_by', '=', worker)
    .execute()
  for (const { id } of rows) model.excused.add(id)
}

/** After each step: ends of jobs are written, and each message that was just handed over is looked at. */
export async function lookAround(stage: Stage): Promise<void> {
  await quiet()
  for (const end of stage.ended.splice(0)) await end()
  await checkClaims(stage.ctx, stage.model, stage.scene.step())
  const sends = stage.gate.waiting().filter((one) => one.what === 'send')
  for (const one of sends)
    if (one.deliveries === null)
      await checkSend(
        stage.ctx,
        stage.model,
        one,
        sends.filter((other) => other !== one),
      )
}
