import { sql } from 'kysely'
import { wakeLanes } from '../../notifications/wake.ts'
import { arrive, checkSend, type Sending } from './check-sends.ts'
import { turnByTurn } from './database.ts'
import { type Fault, type How, quiet, type Waiting } from './gate.ts'
import type { Job } from './jobs.ts'
import { join, meddle, post } from './people.ts'
import type { Stage } from './scene.ts'
import type { Worker } from './worker.ts'

/** What can happen next. Each says in words what happened. */
export const deeds = {
  goOn: async (stage: Stage, waiting: Waiting): Promise<string> => {
    const { dice } = stage.scene
    if (waiting.what === 'send') return endSend(stage, waiting, dice.oneOf(ends) ?? 'sent')
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
  people: async ({ scene, ctx, base }: Stage): Promise<string> => {
    const what = scene.dice.between(0, 9)
    if (what < 4) {
      const fault: Fault | null =
        scene.dice.between(0, 4) === 0
          ? { statement: scene.dice.between(0, 30), when: scene.dice.oneOf(whens) ?? 'after' }
          : null
      const db = turnByTurn(scene.pool, async () => ({ fault, done: () => {} }))
      return post(scene, { ...ctx, ...base, db })
    }
    return what === 4 ? join(scene) : meddle(scene)
  },
  pass: async ({ clock }: Stage, milliseconds: number): Promise<string> => {
    clock.advance(milliseconds)
    return `${milliseconds} ms pass`
  },
  /** At any moment: what it was about to do is never done, what it was sending may have arrived. */
  kill: async (stage: Stage, worker: Worker): Promise<string> => {
    worker.state = 'dead'
    await interrupt(stage, worker)
    stage.gate.forget(worker.name)
    return `${worker.name} is killed`
  },
  /** It stands still; the others will take it for dead. */
  freeze: async (stage: Stage, worker: Worker): Promise<string> => {
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

const whens = ['before', 'after'] as const
const ends = [
  ...Array<How['outcome']>(16).fill('sent'),
  ...(['transient', 'transient', 'later', 'unreachable', 'refused', 'permanent', 'throws'] as const),
] as const

const faultOf = ({ scene: { dice }, isPeace }: Stage): Fault | null =>
  isPeace() || dice.between(0, 49) > 0 ? null : { statement: dice.between(0, 4), when: dice.oneOf(whens) ?? 'after' }

async function useDatabase(stage: Stage, waiting: Extract<Waiting, { what: 'database' }>, fault: Fault | null) {
  if (fault) stage.faults.add(waiting.owner.job)
  await new Promise<void>((done) => waiting.go({ fault, done }))
  if (fault) {
    await quiet()
    await excuse(stage, waiting.owner.worker)
  }
  return `${waiting.owner.worker} uses the database for ${waiting.owner.job}${fault ? `, which is lost ${fault.when} ${fault.statement}` : ''}`
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
  if (outcome === 'sent' || lies) arrive(model, waiting, scene.step())
  for (const { id, subscriber } of waiting.deliveries ?? []) {
    if (outcome !== 'sent') model.failed.add(id)
    if (lies) for (const set of [model.excused, model.denied]) set.add(id)
    const person = model.people.get(subscriber)
    if (outcome === 'permanent' && person) person.isGone = true
  }
  waiting.go({ outcome })
  return `${waiting.sent.message.id}: ${outcome}${lies ? ', though it arrived' : ''}`
}

async function endJob(stage: Stage, worker: Worker, job: Job, error: unknown) {
  const { dice } = stage.scene
  if (error && !stage.faults.has(job.id)) stage.model.wrong.push(`I0: ${job.task} threw ${error}`)
  const isHeard = stage.isPeace() || dice.between(0, 19) > 0
  stage.ended.push(() => (error || !isHeard ? stage.jobs.again : stage.jobs.done)(job.id, worker.name))
}

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
      for (const { id } of one.deliveries ?? []) stage.model.failed.add(id)
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
