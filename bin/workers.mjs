import { fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endsWithUs, root } from './static.mjs'

const worker = fileURLToPath(new URL('worker.mjs', import.meta.url))
const reporter = new URL('reporter.mjs', import.meta.url).href

/** Test processes load much of the program, and start it: compiled once, all together take a third less. */
export const compiledOnce = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compile') }

/**
 * Runs test files in a few processes, each of which takes the next file when it is done with one: a process for each file
 * would load the program each time, which takes longer than most tests. True when every file was run to its end and went
 * well; what was not is named. `fromBothEnds`: one half of the processes takes from the end of a sorted list, and so each loads
 * its own part of the program, since what lies together is made of the same.
 */
export async function runInProcesses(files, { processes = 2, timeout = 600_000, env = {}, fromBothEnds = false } = {}) {
  const run = { waiting: [...files], took: [] }
  const options = {
    cwd: root,
    env: { ...process.env, ...compiledOnce, ...env },
    execArgv: [`--test-timeout=${timeout}`, `--test-reporter=${reporter}`],
  }
  const passed = await Promise.all(
    Array.from({ length: processes }, (_, i) => runOne({ ...run, last: fromBothEnds && i % 2 === 1 }, options)),
  )
  for (const file of run.waiting) console.error(`not run: ${file}`)
  const slowest = run.took.toSorted((a, b) => b.seconds - a.seconds).slice(0, 5)
  const named = slowest.map(({ file, seconds }) => `${file} ${seconds.toFixed(1)} s`)
  console.log(`\n${run.took.length} of ${files.length} test files run; slowest: ${named.join(', ')}`)
  return passed.every(Boolean) && run.took.length === files.length
}

function runOne({ waiting, took, last }, options) {
  const child = fork(worker, [], options)
  let current = null
  child.on('message', () => {
    if (current) took.push({ file: current.file, seconds: (performance.now() - current.started) / 1000 })
    const file = last ? waiting.pop() : waiting.shift()
    current = file ? { file, started: performance.now() } : null
    child.send(file ?? null)
  })
  const done = endsWithUs(child)
  return new Promise((resolve) => {
    child.on('error', () => resolve(false))
    child.on('close', (code, signal) => {
      done()
      if (current) console.error(`\nended with ${signal ?? code} in ${current.file}`)
      resolve(code === 0 && current === null)
    })
  })
}
