// Must run on any Node from 20 on: no TypeScript, nothing newer.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const needed = 26

/**
 * Goes on when this Node is new enough; else starts the same script again under the Node that npm installed, and ends
 * with it. Never returns in that case.
 */
export async function rightNode() {
  if (Number.parseInt(process.versions.node, 10) >= needed) return
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const node = fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url))
  if (!existsSync(node)) {
    console.error(
      `Upfront needs Node ${needed}, and this is ${process.version}. Run "npm ci", which brings it, or install Node ${needed}.`,
    )
    process.exit(1)
  }
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  const [code, signal] = await new Promise((resolve) => child.on('exit', (...end) => resolve(end)))
  process.exit(signal ? 1 : (code ?? 1))
}
