import { sql } from 'kysely'
import { acme } from '../../test/acme.ts'
import { testContext } from '../../test/context.ts'
import type { TestDatabase } from '../../test/database.ts'
import { addAccount } from '../../test/engine.ts'
import { said } from './channels.ts'
import type { Sending } from './check-sends.ts'
import { openGate } from './gate.ts'
import { openJobs } from './jobs.ts'
import { emptyModel } from './model.ts'
import { moods } from './moods.ts'
import { toggle } from './operators.ts'
import { type Dice, join, type Scene } from './people.ts'
import type { Fate } from './rush.ts'
import { startWorkerProcess, type Worker } from './worker.ts'

/** Steps. What one mood begins may end in another. */
export const moodLasts = 240

/** One installation with its processes and its people, all of which stand still until somebody says who goes on. */
export async function setScene(database: Pick<TestDatabase, 'db' | 'pool'>, seed: string, dice: Dice) {
  const { ctx, base, clock } = await testContext({ ...database, end: async () => {}, url: '' }, { seed })
  const { page } = await acme(ctx)
  const accounts: string[] = []
  for (const [position, name] of ['first', 'second'].entries())
    accounts.push(await addAccount(ctx, { kind: 'email', name, position }))
  const model = emptyModel()
  const gate = openGate()
  const jobs = openJobs(base, ctx.org, clock.now)
  let [step, peace] = [0, false]
  const now = () => clock.now().getTime()
  const scene: Scene = { ctx, page, model, dice, mood: moods[0], accounts, now, pool: database.pool, step: () => step }
  const workers: Worker[] = []
  const statements: string[] = []
  let started = 0
  const beat = (name: string) =>
    sql`insert into processes (id, roles, host, pid, started_at, heartbeat_at)
      values (${name}, 'worker', 'simulated', 1, ${clock.now()}, ${clock.now()}) on conflict do nothing`.execute(ctx.db)
  const start = async () => {
    const name = `${ctx.org}-${++started}`
    await beat(name)
    workers.push(startWorkerProcess(name, { ...surroundings, claimed: noteClaims }))
  }
  const noteClaims: Parameters<typeof startWorkerProcess>[1]['claimed'] = (owner, ids) => {
    for (const id of ids) model.claims.set(id, { step, ...owner })
  }
  const surroundings = {
    ...{ base, org: ctx.org, pool: database.pool, clock, gate, step: () => step, claimed: noteClaims },
    executed: (text: string) => void statements.push(text.replace(/\s+/g, ' ').trim().slice(0, 50)),
    answer: async (worker: string, sent: Sending['sent']) => {
      const claim = model.claims.get(sent.message.id)
      const owner = { worker, job: claim?.job ?? '', startedAt: claim?.startedAt ?? 0 }
      return said(await gate.enter((go) => ({ owner, what: 'send', go, sent, deliveries: null })))
    },
  }
  for (let i = 0; i < 2; i++) await start()
  for (let i = 0; i < 14; i++) await join(scene)
  return {
    ...{ ctx, base, clock, model, gate, jobs, scene, workers, start, beat, statements },
    next: () => {
      model.times[++step] = now()
      if (step % moodLasts === 1) scene.mood = dice.oneOf(moods) ?? moods[0]
      return step
    },
    /** Posts that came in a rush. */
    rushed: new Map<string, Fate>(),
    /** Jobs that were told that the database is lost. */
    faults: new Set<string>(),
    /** What is to be written of jobs that have ended. */
    ended: [] as (() => Promise<unknown>)[],
    isPeace: () => peace,
    /** Nothing fails any more, and whatever was off or away is back. */
    makePeace: async () => {
      peace = true
      model.away = null
      if (model.offs.at(-1)?.to === null) await toggle(scene)
    },
  }
}
export type Stage = Awaited<ReturnType<typeof setScene>>
