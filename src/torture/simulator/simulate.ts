import { sql } from 'kysely'
import type { TestDatabase } from '../../test/database.ts'
import { seededRandom } from '../../test/random.ts'
import { checkLedger } from './check-ledger.ts'
import type { Waiting } from './gate.ts'
import type { Dice } from './people.ts'
import { resumeAll } from './people.ts'
import { type Stage, setScene } from './scene.ts'
import { deeds, endSend, lookAround } from './steps.ts'

export type Simulated = { steps: number; told: number; wrong: string[]; trace: string[] }

/** Wild steps of one episode, before everything is let come to its end. */
const wild = 400

/**
 * Runs episodes until there were so many steps, or something is wrong. `seed` with a number behind a slash is one episode:
 * what a failing run names, and what plays it again.
 */
export async function simulate(
  fresh: () => Promise<Pick<TestDatabase, 'db' | 'pool' | 'end'>>,
  { seed, steps, print = () => {} }: { seed: string; steps: number; print?: (line: string) => void },
): Promise<Simulated & { failing: string | null }> {
  const all: Simulated = { steps: 0, told: 0, wrong: [], trace: [] }
  const isOne = /\/\d+$/.test(seed)
  for (let i = 0; all.steps < steps; i++) {
    const name = isOne ? seed : `${seed}/${i}`
    // A database of its own: the order of rows that nobody asked to order depends on what else is there.
    const database = await fresh()
    const one = await playEpisode(database, name).finally(database.end)
    all.steps += one.steps
    all.told += one.told
    if (i % 20 === 19) print(`${all.steps} steps, ${all.told} messages`)
    if (one.wrong.length > 0) return { ...all, wrong: one.wrong, trace: one.trace, failing: name }
    if (isOne) all.trace = one.trace
    if (isOne) break
  }
  return { ...all, failing: null }
}

export async function playEpisode(database: Pick<TestDatabase, 'db' | 'pool'>, seed: string): Promise<Simulated> {
  const dice = diceOf(seed)
  const stage = await setScene(database, seed, dice)
  const trace: string[] = []
  const isOver = () => stage.model.wrong.length > 0
  const take = async (deed: () => Promise<string>) => {
    const step = stage.next()
    trace.push(`${step} ${await deed()}`)
    await lookAround(stage)
  }
  while (stage.scene.step() < wild && !isOver()) await take(await chooseDeed(stage))
  stage.makePeace()
  for (let i = 0; !isOver() && !(await isDone(stage)); i++) {
    if (i > 2000) stage.model.wrong.push('I3: it never ends', ...(await leftOver(stage)))
    await take(await peacefulDeed(stage))
  }
  if (!isOver()) await checkLedger(stage.ctx, stage.model)
  return { steps: stage.scene.step(), told: stage.model.arrived.length, wrong: stage.model.wrong, trace }
}

type Deed = () => Promise<string>

/** By weight, among what can happen now. */
async function chooseDeed(stage: Stage): Promise<Deed> {
  const { workers, scene, gate } = stage
  const { dice } = scene
  const living = workers.filter(({ state }) => state === 'lives')
  const worker = dice.oneOf(living)
  const waiting = dice.oneOf(awake(stage))
  const still = dice.oneOf(workers.filter(({ state }) => state !== 'lives'))
  // Time flies where nothing is to be done: living processes take jobs at once.
  const idle =
    gate.waiting().length === 0 &&
    living.every(({ running }) => running.size === 0) &&
    (await stage.jobs.due()).length === 0
  const options: [number, Deed | null][] = [
    [waiting ? 60 : 0, waiting ? () => deeds.goOn(stage, waiting) : null],
    [12, worker && worker.running.size < 3 ? await jobDeed(stage) : null],
    [3, worker && worker.running.size < 3 ? () => deeds.wake(stage, worker) : null],
    [4, () => deeds.people(stage)],
    [3, () => deeds.pass(stage, dice.between(1, 3000))],
    [idle ? 6 : 0, () => deeds.pass(stage, dice.between(1, dice.between(0, 5) === 0 ? 7_200_000 : 400_000))],
    [1, worker ? () => deeds.kill(stage, worker) : null],
    [1, worker && living.length > 1 ? () => deeds.freeze(stage, worker) : null],
    [4, still && !still.isBuried ? () => deeds.bury(stage, still) : null],
    [2, still?.state === 'frozen' ? () => deeds.thaw(stage, still) : null],
  ]
  const possible = options.flatMap(([weight, deed]) => (deed ? [[weight, deed] as const] : []))
  let left = dice.between(
    1,
    possible.reduce((sum, [weight]) => sum + weight, 0),
  )
  return possible.find(([weight]) => (left -= weight) <= 0)![1]
}

async function jobDeed(stage: Stage): Promise<Deed | null> {
  const { dice } = stage.scene
  const job = dice.oneOf(await stage.jobs.due())
  const worker = dice.oneOf(stage.workers.filter(({ state, running }) => state === 'lives' && running.size < 3))
  return job && worker ? () => deeds.startJob(stage, worker, job) : null
}

const awake = ({ gate, workers }: Stage): Waiting[] =>
  gate.waiting().filter((one) => workers.some(({ name, state }) => name === one.owner.worker && state === 'lives'))

/** Nothing fails any more; everything goes on in turn, and where nothing does, time passes. */
async function peacefulDeed(stage: Stage): Promise<Deed> {
  const still = stage.workers.find(({ state }) => state !== 'lives')
  if (still) return () => (still.state === 'frozen' ? deeds.thaw(stage, still) : deeds.bury(stage, still))
  const [first] = awake(stage)
  if (first) return () => (first.what === 'send' ? endSend(stage, first, 'sent') : deeds.goOn(stage, first))
  const job = await jobDeed(stage)
  if (job) return job
  return async () => {
    await resumeAll(stage.scene)
    await deeds.wakeAll(stage)
    return deeds.pass(stage, 301_000)
  }
}

async function isDone(stage: Stage): Promise<boolean> {
  if (stage.gate.waiting().length > 0 || stage.workers.some(({ running }) => running.size > 0)) return false
  if ((await stage.jobs.due()).length > 0) return false
  const { ctx } = stage
  const left = await ctx.db
    .selectFrom('deliveries')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('state', 'in', ['queued', 'sending'])
    .limit(1)
    .executeTakeFirst()
  const unchosen = await ctx.db
    .selectFrom('announcements')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('chosen_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return left === undefined && unchosen === undefined
}

/** What waits for nobody knows what, in words. */
async function leftOver({ ctx }: Stage): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', d.id, d.channel, d.state, 'after', d.attempts, d.detail, d.not_before, d.next_attempt_at,
      'as', d.together_with, 'of', a.kind, a.event_id, 'paused', a.paused_at, 'stopped', a.stopped_at, 'for', d.subscriber_id,
      'on', d.incident_id) as line
    from deliveries d join announcements a on a.id = d.announcement_id
    where d.org_id = ${ctx.org} and d.state in ('queued', 'sending') order by a.event_id`.execute(ctx.db)
  return rows.map(({ line }) => line)
}

function diceOf(seed: string): Dice {
  const random = seededRandom(`dice ${seed}`)
  const between = (least: number, most: number) => least + (random(4).readUInt32BE() % (most - least + 1))
  return { between, oneOf: (all) => all[between(0, Math.max(0, all.length - 1))] }
}
