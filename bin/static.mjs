import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Format and lint, then types. Their output is shown when they fail. True when both pass. */
export async function staticChecks() {
  const [format, types] = await Promise.all([
    quietly('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off']),
    quietly('types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']),
  ])
  return format && types
}

/** Runs one of Node's programs and waits. True when it ends well. */
export async function nodeRuns(args, { env = process.env, stdio = 'inherit' } = {}) {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio })
  return (await ended(child)) === 0
}

async function quietly(what, args) {
  const started = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  const good = (await ended(child)) === 0
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what} (${seconds} s)`)
  if (!good) process.stdout.write(Buffer.concat(output))
  return good
}

const ended = (child) =>
  new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
