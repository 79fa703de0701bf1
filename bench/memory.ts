import { readdir, readFile } from 'node:fs/promises'
import { choosePlace } from '../src/db/place.ts'
import { readPostmaster } from '../src/db/postmaster.ts'

/** Megabytes of proportional set size, as Linux counts it: of Upfront, and of its embedded database. */
export async function memoryOf(upfront: { pid: number }, dataDir: string): Promise<{ node: number; postgres: number }> {
  const database = await readPostmaster((await choosePlace(dataDir)).cluster)
  return { node: (await pss(upfront.pid)) / 1024, postgres: (await treePss(database?.pid ?? 0)) / 1024 }
}

/** Kilobytes of proportional set size. */
export const pss = (pid: number): Promise<number> => setSize(pid, /^Pss:\s+(\d+)/m)

/** Kilobytes, with all that others have in memory too: what a process takes where nothing else runs its program. */
export const rss = (pid: number): Promise<number> => setSize(pid, /^Rss:\s+(\d+)/m)

async function setSize(pid: number, line: RegExp): Promise<number> {
  return Number(line.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
}

/** Of a process and its children. */
async function treePss(root: number): Promise<number> {
  let sum = await pss(root)
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    if (Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]) === root) sum += await pss(Number(name)).catch(() => 0)
  }
  return sum
}
