import { median, type Print } from './run.ts'
import { setStage } from './stage.ts'

const starts = 5

/** From the start of the process to the first page served, on a data folder that was used before. */
export async function bench(print: Print) {
  const stage = await setStage()
  try {
    const times: number[] = []
    for (let i = 0; i < starts; i++) {
      await stage.upfront.stop()
      const started = performance.now()
      const upfront = await stage.again()
      while (!(await (await fetch(upfront.url)).text()).includes('Acme Cloud'));
      times.push(performance.now() - started)
      while (!(await fetch(`${upfront.url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 50))
    }
    print(
      `start to first page, warm: median ${median(times).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${starts}`,
    )
  } finally {
    await stage.end()
  }
}
