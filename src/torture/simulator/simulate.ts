import process from 'node:process'
import { sql } from 'kysely'
import type { TestDatabase } from '../../test/database.ts'
import { seededRandom } from '../../test/random.ts'
import { checkLedger } from './check-ledger.ts'
import { chooseDeed, peacefulDeed } from './choose-deed.ts'
import type { Dice } from './people.ts'
import { moodLasts, type Stage, setScene } from './scene.ts'
import { lookAround } from './steps.ts'
import { emptyTally, type Tally, tallied } from './tally.ts'

/** A database that nothing else is in. */
export type Fresh = () => Promise<Pick<TestDatabase, 'db' | 'pool' | 'end'>>

export type Episode = { name: string; steps: number; wrong: string[]; trace: string[]; tally: Tally }

/** `cut`: so many wild steps in each episode. `from`: the first episode. */
export type Wanted = { seed: string; steps: number; from?: number; cut?: number; print?: (line: string) => void }

/** Wild steps of one episode, before everything is let come to its end. */
export const wild = 2000

/**
 * Runs episodes until there were so many steps, or one in which something is wrong, which is answered. `seed` with a number
 * behind a slash is one episode, and with another one behind an @ it has so many wild steps: what a failing run names, and
 * what plays it again.
 */
export async function simulate(
  fresh: Fresh,
  { seed, steps, from = 0, cut = wild, print = () => {} }: Wanted,
): Promise<{ tally: Tally; last: Episode; failing: Episode | null }> {
  let tally = emptyTally
  for (let i = from; ; i++) {
    const last = await playEpisode(fresh, isOne(seed) ? seed : `${seed}/${i}${cut === wild ? '' : `@${cut}`}`)
    tally = tallied(tally, last.tally)
    if (last.wrong.length > 0) return { tally, last, failing: last }
    if (i % 10 === 9) print(`${tally.steps} steps to episode ${i}, ${tally.messages} messages`)
    if (isOne(seed) || tally.steps >= steps) return { tally, last, failing: null }
  }
}

const isOne = (seed: string) => /\/\d+(@\d+)?$/.test(seed)

/** A database of its own: the order of rows that nobody asked to order depends on what else is there. */
export async function playEpisode(fresh: Fresh, name: string): Promise<Episode> {
  const database = await fresh()
  const lost: unknown[] = []
  const note = (error: unknown) => void lost.push(error)
  process.on('unhandledRejection', note)
  try {
    const played = await play(database, name)
    // A process would have ended by it.
    return { ...played, wrong: [...played.wrong, ...lost.map((error) => `I0: nobody waited for what threw ${error}`)] }
  } finally {
    process.off('unhandledRejection', note)
    await database.end()
  }
}

async function play(database: Pick<TestDatabase, 'db' | 'pool'>, name: string): Promise<Episode> {
  const [seed = name, cut] = name.split('@')
  const stage = await setScene(database, seed, diceOf(seed))
  const { model } = stage
  const trace: string[] = []
  const isOver = () => model.wrong.length > 0
  const take = async (deed: () => Promise<string>) => {
    const step = stage.next()
    if (step % moodLasts === 1) trace.push(`mood: ${stage.scene.mood.name}`)
    trace.push(`${step} ${await deed()}`)
    await lookAround(stage)
  }
  while (stage.scene.step() < Number(cut ?? wild) && !isOver()) await take(await chooseDeed(stage))
  await stage.makePeace()
  for (let i = 0; !isOver() && !(await isDone(stage)); i++) {
    if (i > 5000) model.wrong.push('I3: it never ends', ...(await leftOver(stage)))
    await take(await peacefulDeed(stage))
  }
  if (!isOver()) await checkLedger(stage.ctx, model)
  const steps = stage.scene.step()
  return { name, steps, wrong: model.wrong, trace, tally: tallied({ ...emptyTally, steps, episodes: 1 }, model) }
}

async function isDone({ ctx, gate, workers, jobs }: Stage): Promise<boolean> {
  if (gate.waiting().length > 0 || workers.some(({ running }) => running.size > 0)) return false
  if ((await jobs.due()).length > 0 || (await jobs.isFollowing())) return false
  const { rows } = await sql<{ left: boolean }>`
    select exists (select 1 from deliveries where org_id = ${ctx.org} and state in ('queued', 'sending'))
      or exists (select 1 from announcements where org_id = ${ctx.org} and chosen_at is null) as left`.execute(ctx.db)
  return !rows[0]?.left
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
