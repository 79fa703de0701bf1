import { pino } from 'pino'
import { connect } from '../../db/connect.ts'
import { databaseUrl, query, startTestServer } from '../../test/template.ts'
import { simulate } from './simulate.ts'

/** The long form, on a database of its own. `seed` with a number behind a slash plays one episode again, with its steps. */
export async function simulateAtLength(seed: string, steps: number): Promise<boolean> {
  const server = await startTestServer()
  const log = pino({ level: 'silent' })
  const fresh = async () => {
    await query(server.url, 'drop database if exists simulated with (force)')
    await query(server.url, `create database simulated template ${server.template} strategy file_copy`)
    return connect(databaseUrl(server.url, 'simulated'), { log })
  }
  const started = performance.now()
  const print = (line: string) =>
    console.log(`${String(Math.round((performance.now() - started) / 1000)).padStart(4)} s  ${line}`)
  try {
    print(`seed ${seed}`)
    const done = await simulate(fresh, { seed, steps, print })
    for (const line of done.failing || seed.includes('/') ? done.trace : []) console.log(line)
    for (const line of done.wrong) print(`wrong: ${line}`)
    print(`${done.steps} steps, ${done.told} messages, ${done.wrong.length} wrong`)
    if (done.failing) print(`npm run torture -- simulator ${done.failing}`)
    return done.failing === null
  } finally {
    await server.stop()
  }
}
