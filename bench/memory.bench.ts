import { memoryOf } from './memory.ts'
import type { Print } from './run.ts'
import { setStage } from './stage.ts'

const idleSeconds = 60

/** Memory of Upfront and of its embedded database, idle with the Acme page. */
export async function bench(print: Print) {
  if (process.platform !== 'linux') return print('memory is measured on Linux alone')
  const stage = await setStage()
  try {
    for (let i = 0; i < 50; i++) await (await fetch(stage.upfront.url)).text()
    await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000))
    const { node, postgres } = await memoryOf(stage.upfront, stage.dataDir)
    const [sum, ours, its] = [node + postgres, node, postgres].map((n) => n.toFixed(0))
    print(`idle after ${idleSeconds} s: ${sum} MB (Node ${ours}, PostgreSQL ${its})`)
  } finally {
    await stage.end()
  }
}
