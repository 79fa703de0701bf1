import { pino } from 'pino'
import { connect } from '../../db/connect.ts'
import { databaseUrl, query, startTestServer } from '../../test/template.ts'
import { shorten } from './shorten.ts'
import { type Fresh, simulate } from './simulate.ts'
import { linesOf } from './tally.ts'

/**
 * The long form, on a server of its own. `seed` with a number behind a slash plays one episode again, with its steps. Where
 * something is wrong a shorter episode is looked for, unless that was one.
 */
export const simulateAtLength = (seed: string, steps: number, from: number): Promise<boolean> =>
  onOwnServer(async (fresh) => {
    const started = performance.now()
    const print = (line: string) =>
      console.log(`${String(Math.round((performance.now() - started) / 1000)).padStart(4)} s  ${line}`)
    print(`seed ${seed}`)
    const { tally, last, failing } = await simulate(fresh, { seed, steps, from, print })
    for (const line of linesOf(tally)) print(line)
    for (const line of failing?.wrong.slice(0, most) ?? []) print(`wrong: ${line}`)
    if (failing === null && seed.includes('/')) for (const line of last.trace) console.log(line)
    if (failing === null) {
      if (!seed.includes('/'))
        print(`it goes on with: npm run torture -- simulator ${seed} ${steps} ${from + tally.episodes}`)
      return true
    }
    print('looking for a shorter one')
    const shortest = seed.includes('@') ? failing : await shorten(fresh, failing)
    for (const line of shortest.trace) console.log(line)
    for (const line of shortest.wrong.slice(0, most)) print(`wrong: ${line}`)
    print(`${shortest.steps} steps: npm run torture -- simulator ${shortest.name}`)
    return false
  })

/** After how many steps something is wrong first, and what. */
export const firstWrong = (seed: string, steps: number): Promise<{ steps: number; wrong: string | null }> =>
  onOwnServer(async (fresh) => {
    const { tally, failing } = await simulate(fresh, { seed, steps })
    return { steps: tally.steps, wrong: failing?.wrong[0] ?? null }
  })

/** One fault is seen in many places. */
const most = 10

async function onOwnServer<Result>(run: (fresh: Fresh) => Promise<Result>): Promise<Result> {
  const server = await startTestServer()
  const log = pino({ level: 'silent' })
  try {
    // Statistics that are gathered at some moment would change the order of rows.
    await query(server.url, 'alter system set autovacuum = off')
    await query(server.url, 'select pg_reload_conf()')
    return await run(async () => {
      await query(server.url, 'drop database if exists simulated with (force)')
      await query(server.url, `create database simulated template ${server.template} strategy file_copy`)
      return connect(databaseUrl(server.url, 'simulated'), { log })
    })
  } finally {
    await server.stop()
  }
}
