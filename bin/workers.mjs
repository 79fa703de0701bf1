import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { root } from './static.mjs'

const worker = fileURLToPath(new URL('worker.mjs', import.meta.url))

/**
 * Runs test files in a few processes, each of which takes the next file when it is done with one: a process for each file
 * would load the program each time, which takes longer than most tests. True when all were run and went well.
 */
export async function runInProcesses(files, { processes = 2, flags = [], env = process.env } = {}) {
  const waiting = [...files]
  const ends = Array.from({ length: processes }, () => runOne(waiting, flags, env))
  const passed = (await Promise.all(ends)).every(Boolean)
  for (const file of waiting) console.error(`not run: ${file}`)
  return passed && waiting.length === 0
}

function runOne(waiting, flags, env) {
  const child = fork(worker, [], { cwd: root, env, execArgv: ['--test-timeout=600000', ...flags] })
  child.on('message', (message) => message === 'next' && child.send(waiting.shift() ?? null))
  return new Promise((resolve) => {
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}
