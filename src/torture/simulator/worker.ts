import type { Pool } from 'pg'
import { followEvent } from '../../events/record.ts'
import type { Base, Context } from '../../lib/context.ts'
import { asSystem } from '../../lib/context.ts'
import { announce, fanOutJob } from '../../notifications/announce.ts'
import { fanOut } from '../../notifications/fan-out.ts'
import { notificationHandlers } from '../../notifications/jobs.ts'
import type { PostOffice } from '../../notifications/lanes.ts'
import { openPostOffice } from '../../notifications/post-office.ts'
import { wakeLanes } from '../../notifications/wake.ts'
import { type Handler, handle } from '../../queue/job.ts'
import type { Clock } from '../../test/clock.ts'
import { type Channels, channelsOf } from './channels.ts'
import { turnByTurn } from './database.ts'
import type { Gate, Owner } from './gate.ts'
import type { Job } from './jobs.ts'

export type Worker = {
  name: string
  state: 'lives' | 'frozen' | 'dead'
  /** The others have taken it for dead. */
  isBuried: boolean
  /** The names of the queues in which it is at work, by job. */
  running: Map<string, string | null>
  /** Resolves with what it threw, or null. Never where it is killed. */
  run: (job: Job) => Promise<unknown>
  /** What each process does every few seconds. */
  wake: (step: number) => Promise<unknown>
}

export type Surroundings = {
  base: Base
  org: string
  pool: Pool
  clock: Clock
  gate: Gate
  answer: Channels['answer']
  /** Deliveries that were taken: by which job of whom. */
  claimed: (owner: Owner, ids: readonly string[]) => void
  /** Each statement that was executed. */
  executed: (text: string) => void
  step: () => number
}

/** A process of its own, with everything that the real one has, that runs when it is let. */
export function startWorkerProcess(name: string, around: Surroundings): Worker {
  const { base, org, clock, gate } = around
  const running = new Map<string, string | null>()
  const channels = channelsOf((sent) => around.answer(name, sent))
  const office = openPostOffice(base, { process: name, channels, smtpUrl: null, messagesPerHour: 4 })
  const contextOf = (owner: Owner): Context => asSystem({ ...base, db: ownDatabase(around, owner) }, org, owner.job)
  const officeOf = (owner: Owner): PostOffice => ({
    ...office,
    slots: 5,
    stopwatch: {
      elapsed: () => clock.now().getTime(),
      wait: (milliseconds, signal) => {
        const at = clock.now().getTime() + milliseconds
        return gate.enter<void>((go) => ({ owner, what: 'timer', at, go }), signal)
      },
    },
  })
  const one: Worker = {
    name,
    state: 'lives',
    isBuried: false,
    running,
    run: async (job) => {
      const owner = { worker: name, job: job.id, startedAt: around.step() }
      running.set(job.id, job.queue)
      const handler = handlersOf(officeOf(owner)).find((handler) => handler.job.name === job.task)
      try {
        await handler?.run(contextOf(owner), job.input)
        return null
      } catch (error) {
        return error
      } finally {
        running.delete(job.id)
      }
    },
    wake: (step) => {
      const owner = { worker: name, job: `wake ${step}`, startedAt: step }
      running.set(owner.job, null)
      return wakeLanes(contextOf(owner))
        .catch((error) => error)
        .finally(() => running.delete(owner.job))
    },
  }
  return one
}

/** So few are chosen at once, so that much can happen between. */
const chunk = 7

const handlersOf = (office: PostOffice): Handler[] => [
  handle(fanOutJob, (ctx, input) => fanOut(ctx, input, { chunk, stopwatch: office.stopwatch })),
  handle(followEvent, async (ctx, { event, kind }) => {
    if (kind.startsWith('update.')) await announce(ctx, event)
  }),
  ...notificationHandlers(office),
]

function ownDatabase({ pool, gate, claimed, executed }: Surroundings, owner: Owner) {
  return turnByTurn(
    pool,
    () => gate.enter((go) => ({ owner, what: 'database', go })),
    (text, rows) => {
      executed(text)
      if (!isClaim.test(text)) return
      const taken = (rows as { id: string; state?: string }[]).filter((row) => (row.state ?? 'sending') === 'sending')
      claimed(
        owner,
        taken.map(({ id }) => id),
      )
    },
  )
}

/** As in `claim` and `claimWith`. */
const isClaim = /update deliveries set\s+state = (case when taken\.until is null then 'sending'|'sending')/
