import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { choosePlace } from '../src/db/place.ts'
import { readPostmaster } from '../src/db/postmaster.ts'
import { cpuSeconds, median, type Print } from './run.ts'
import { type Arrived, clock, ended, type Sink } from './sink.ts'
import type { Stage } from './stage.ts'

export type Rounds = {
  rounds: number
  count: number
  stage: Stage
  sink: Sink
  /** Has our program send `count` messages that arrive under this group. */
  ours: (round: number) => Promise<string>
  /** The script of the reference with its argument, and what it is told. */
  bare: { script: string; argument: string; message: (group: string, ours: Arrived) => object }
}

/** Rounds of our program and of the reference in turn, to the same server: rates, and processor time for each message. */
export async function inTurn(print: Print, what: string, { rounds, count, stage, sink, ours, bare }: Rounds) {
  const child = fork(join(import.meta.dirname, bare.script), [bare.argument])
  const rates: [number[], number[]] = [[], []]
  const fromThePost: number[] = []
  const used = { node: 0, postgres: 0, bare: 0, sink: [0, 0] as [number, number] }
  try {
    // The first round of both does not count: their code is being compiled.
    for (let round = 0; round <= rounds; round++) {
      const before = await processorTimes(stage, sink, child.pid ?? 0)
      const posted = clock()
      const group = await ours(round)
      const arrived = await sink.reached(group, count)
      const between = await processorTimes(stage, sink, child.pid ?? 0)
      child.send(bare.message(`b${round}`, arrived))
      await once(child, 'message')
      const theirs = await sink.reached(`b${round}`, count)
      const after = await processorTimes(stage, sink, child.pid ?? 0)
      if (round === 0) {
        print(
          `${what}: ${Math.round(arrived.bytes / count)} bytes each, the reference's ${Math.round(theirs.bytes / count)}`,
        )
        continue
      }
      rates[0].push(rateOf(arrived))
      rates[1].push(rateOf(theirs))
      fromThePost.push(count / ((arrived.last - posted) / 1000) / rateOf(theirs))
      used.node += between.node - before.node
      used.postgres += between.postgres - before.postgres
      used.bare += after.bare - between.bare
      used.sink[0] += between.sink - before.sink
      used.sink[1] += after.sink - between.sink
    }
  } finally {
    await ended(child)
  }
  const ratios = rates[0].map((rate, round) => rate / (rates[1][round] ?? Number.NaN))
  const each = (seconds: number) => `${((seconds / (rounds * count)) * 1e6).toFixed(0)} µs`
  print(
    `${what}: ${median(ratios).toFixed(2)} of the reference (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} in ${rounds} rounds of ${count}), ${median(rates[0]).toFixed(0)} against ${median(rates[1]).toFixed(0)} a second, from the first to the last`,
  )
  print(
    `${what}: ${median(fromThePost).toFixed(2)} of the reference (${Math.min(...fromThePost).toFixed(2)} to ${Math.max(...fromThePost).toFixed(2)}) with the time from the post to the first, which the reference does not have`,
  )
  print(
    `processor time a message: ${each(used.node)} in Node and ${each(used.postgres)} in PostgreSQL, against ${each(used.bare)}; the server's ${each(used.sink[0])} and ${each(used.sink[1])}`,
  )
}

const rateOf = ({ count, first, last }: Arrived) => ((count - 1) / (last - first)) * 1000

async function processorTimes(stage: Stage, sink: Sink, bare: number) {
  const [node, postgres, reference, server] = await Promise.all([
    cpuSeconds(stage.upfront.pid),
    databaseSeconds(stage.dataDir),
    cpuSeconds(bare),
    cpuSeconds(sink.pid),
  ])
  return { node, postgres, bare: reference, sink: server }
}

/** Of the embedded database's processes, those that have ended included. Source: proc(5), fields 14 to 17. */
export async function databaseSeconds(dataDir: string): Promise<number> {
  const postmaster = await readPostmaster((await choosePlace(dataDir)).cluster)
  let sum = 0
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent = 0, , , , , , , , , , user = 0, system = 0, itsUser = 0, itsSystem = 0] = fields.slice(1)
    if (Number(name) === postmaster?.pid) sum += user + system + itsUser + itsSystem
    else if (parent === postmaster?.pid) sum += user + system
  }
  return sum / 100
}
