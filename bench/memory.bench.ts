import { memoryOf, rss } from './memory.ts'
import type { Print } from './run.ts'
import { restarted, setStage } from './stage.ts'

const every = 5
const longest = 60
/** Seconds after which what a start left behind was given back, if nothing else keeps the processor: src/lib/at-rest.ts. */
const shortest = 30
/** Megabytes by which readings may differ and count as one. */
const steady = 2

/**
 * Memory of Upfront and of its embedded database, at rest with the Acme page: read every five seconds until three readings in
 * a row are the same. What a start and readers left behind is given back in that time. Of a second start, as all are but the first after
 * an update: that one takes the types out of the program, and holds what does it. Then once more
 * with console and API, which are loaded when somebody comes to them.
 */
export async function bench(print: Print) {
  if (process.platform !== 'linux') return print('memory is measured on Linux alone')
  const stage = await setStage()
  try {
    await restarted(stage)
    for (let i = 0; i < 50; i++) await (await fetch(stage.upfront.url)).text()
    const began = performance.now()
    const readings: { node: number; postgres: number }[] = []
    const sum = ({ node, postgres }: { node: number; postgres: number }) => node + postgres
    const isSteady = () => {
      const last = readings.slice(-3).map(sum)
      return last.length === 3 && Math.max(...last) - Math.min(...last) <= steady
    }
    const passed = () => (performance.now() - began) / 1000
    while (passed() < shortest || (!isSteady() && passed() < longest)) {
      await new Promise((resolve) => setTimeout(resolve, every * 1000))
      readings.push(await memoryOf(stage.upfront, stage.dataDir))
    }
    const [last = { node: 0, postgres: 0 }] = readings.slice(-1)
    const seconds = passed().toFixed(0)
    print(
      `at rest ${seconds} s after it was last read${isSteady() ? '' : ', not steady yet'}: ${sum(last).toFixed(0)} MB (Node ${last.node.toFixed(0)}, PostgreSQL ${last.postgres.toFixed(0)}); before that ${readings.map((one) => sum(one).toFixed(0)).join(', ')} (goal: 180 MB)`,
    )
    const alone = (await rss(stage.upfront.pid)) / 1024 + last.postgres
    print(`where nothing else runs the same Node, as this benchmark does: ${alone.toFixed(0)} MB`)
    await (await fetch(`${stage.upfront.url}/console/sign-in`)).text()
    await new Promise((resolve) => setTimeout(resolve, shortest * 1000))
    const opened = await memoryOf(stage.upfront, stage.dataDir)
    print(`${shortest} s after somebody first came to the console: ${sum(opened).toFixed(0)} MB`)
  } finally {
    await stage.end()
  }
}
