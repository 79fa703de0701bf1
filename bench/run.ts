import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { Bare } from './bare.ts'
import type { Load, Loaded } from './load.ts'

export type Print = (line: string) => void

/** Runs a script of this folder with one JSON argument; the first line it prints. */
function script(name: string, argument: unknown): { child: ChildProcess; line: Promise<string> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8')
  const line = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text.split('\n', 1)[0] ?? '')
    })
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
  return { child, line }
}

export async function runLoad(load: Load): Promise<Loaded> {
  const { child, line } = script('load.ts', load)
  const loaded: Loaded = JSON.parse(await line)
  if (child.exitCode === null) await once(child, 'exit')
  return loaded
}

/** Starts a server of this folder that prints its port; stop it by `stop`. */
export async function startScript(
  name: string,
  argument: unknown,
): Promise<{ port: number; pid: number; stop: () => Promise<void> }> {
  const { child, line } = script(name, argument)
  const port = Number(await line)
  return {
    port,
    pid: child.pid!,
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** The reference for what is read once. */
export const startBare = (bare: Bare) => startScript('bare.ts', bare)

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

/** The value below which the share `q` of the numbers lies. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

/** Seconds of processor time that a process has used, user and system together. Source: proc(5), fields 14 and 15. */
export async function cpuSeconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
