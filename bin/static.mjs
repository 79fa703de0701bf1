import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** The type checker lives for seconds and needs 1.5 GB: collecting its garbage on the way would take half as long again. */
const uncollected = { GOGC: 'off', GOMEMLIMIT: '3GiB' }

/** Format and lint, then types. `report` holds their output where they fail. */
export async function staticChecks() {
  const results = await Promise.all([
    quietly('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off']),
    quietly('types', ['node_modules/typescript/bin/tsc', '--noEmit', '--checkers', '1', '-p', '.'], uncollected),
  ])
  return { good: results.every(({ good }) => good), report: results.map(({ report }) => report).join('') }
}

/** Runs one of Node's programs and waits. True when it ends well. */
export async function nodeRuns(args, { env = process.env, stdio = 'inherit' } = {}) {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio })
  const done = endsWithUs(child)
  return (await ended(child).finally(done)) === 0
}

/** Ctrl-C reaches every process of a terminal by itself; who ends this one alone means its child too. */
export function endsWithUs(child) {
  const end = () => void child.kill('SIGTERM')
  process.on('SIGTERM', end)
  return () => void process.off('SIGTERM', end)
}

async function quietly(what, args, env = {}) {
  const started = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  const good = (await ended(child)) === 0
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const line = `${good ? 'ok  ' : 'FAIL'} ${what} (${seconds} s)\n`
  return { good, report: good ? line : line + Buffer.concat(output) }
}

const ended = (child) =>
  new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
