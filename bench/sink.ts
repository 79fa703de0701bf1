import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { until } from '../src/test/until.ts'

/** What came for one group. Times are those of the machine's monotonic clock, in milliseconds, the same in every process. */
export type Arrived = { count: number; bytes: number; first: number; last: number }
type Said = { ports: number[] } | { arrived: [string, Arrived][] }

export const clock = () => Number(process.hrtime.bigint() / 1000n) / 1000

export type Sink = {
  ports: number[]
  pid: number
  of: (group: string) => Arrived
  /** Waits until so many came for the group. */
  reached: (group: string, count: number, within?: number) => Promise<Arrived>
  stop: () => Promise<void>
}

/** Starts a server of this folder that counts what it is given. */
export async function startSink(name: 'sink-mail.ts' | 'sink-web.ts', argument = ''): Promise<Sink> {
  const arrived = new Map<string, Arrived>()
  const child = fork(join(import.meta.dirname, name), [argument])
  const ports = await new Promise<number[]>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
    child.on('message', (said: Said) => {
      if ('ports' in said) resolve(said.ports)
      else for (const [group, one] of said.arrived) arrived.set(group, one)
    })
  })
  const of = (group: string) => arrived.get(group) ?? { count: 0, bytes: 0, first: Number.NaN, last: Number.NaN }
  return {
    ports,
    pid: child.pid ?? 0,
    of,
    reached: async (group, count, within = 120_000) => {
      await until(() => of(group).count >= count, within)
      return of(group)
    },
    stop: () => ended(child),
  }
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.disconnect()
  await once(child, 'exit')
}

// In the sink itself:

const counts = new Map<string, Arrived>()
const changed = new Set<string>()

export function count(group: string, bytes: number): void {
  const at = clock()
  const before = counts.get(group) ?? { count: 0, bytes: 0, first: at, last: at }
  counts.set(group, { count: before.count + 1, bytes: before.bytes + bytes, first: before.first, last: at })
  if (changed.size === 0) setTimeout(tellArrived, 25)
  changed.add(group)
}

function tellArrived() {
  tellParent({
    arrived: [...changed].flatMap((group) => counts.get(group) ?? []).map((one, i) => [[...changed][i]!, one]),
  })
  changed.clear()
}

export const tellParent = (said: Said) => void process.send?.(said)
