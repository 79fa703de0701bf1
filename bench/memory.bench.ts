import { readdir, readFile } from 'node:fs/promises'
import { choosePlace } from '../src/db/place.ts'
import { readPostmaster } from '../src/db/postmaster.ts'
import type { Print } from './run.ts'
import { setStage } from './stage.ts'

const idleSeconds = 60

/** Memory of Upfront and of its embedded database, idle with the Acme page: proportional set size, as Linux counts it. */
export async function bench(print: Print) {
  if (process.platform !== 'linux') return print('memory is measured on Linux alone')
  const stage = await setStage()
  try {
    for (let i = 0; i < 50; i++) await (await fetch(stage.upfront.url)).text()
    await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000))
    const database = await readPostmaster((await choosePlace(stage.dataDir)).cluster)
    const node = await pss(stage.upfront.pid)
    const postgres = await treePss(database?.pid ?? 0)
    print(`idle after ${idleSeconds} s: ${mb(node + postgres)} MB (Node ${mb(node)}, PostgreSQL ${mb(postgres)})`)
  } finally {
    await stage.end()
  }
}

const mb = (kilobytes: number) => (kilobytes / 1024).toFixed(0)

/** Kilobytes. */
async function pss(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
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
