import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'
import { memoryOf } from './memory.ts'
import type { Returned, Returning } from './returners.ts'
import { cpuSeconds, type Print, startBare } from './run.ts'
import type { Rush, Rushed } from './rush.ts'
import { api, type Stage, setStage } from './stage.ts'

const readers = 2000
const streams = 5000
const posts = 5

/** Crowds: 2,000 readers at once of a page that was just started and is published again and again; 5,000 who all come back. */
export async function bench(print: Print) {
  const port = await freePort()
  const stage = await setStage(undefined, { PORT: String(port), LOG_LEVEL: 'info' })
  try {
    await rush(print, stage, port)
    await comeBack(print, stage, port)
  } finally {
    await stage.end()
  }
}

async function rush(print: Print, stage: Stage, port: number) {
  const answer = await fetch(stage.upfront.url, { headers: { 'accept-encoding': 'br' } })
  const body = Buffer.alloc(Number(answer.headers.get('content-length')), 'x').toString('base64')
  const bare = await startBare({
    status: 200,
    headers: ['Content-Length', answer.headers.get('content-length')!],
    body,
  })
  const theirs = await ask({ port: bare.port, path: '/', readers, seconds: 8 }).finally(bare.stop)
  await stage.upfront.stop()
  const { url } = await stage.again()
  const asking = ask({ port, path: '/', readers, seconds: 16 })
  while (!(await fetch(`${url}/readyz`)).ok) await after(200)
  const before = publications(stage).length
  for (let i = 1; i <= posts; i++) {
    await after(1500)
    await api(url, 'POST', 'incidents', {
      page: 'acme',
      title: `Slower ${i}`,
      status: 'investigating',
      body: 'We look.',
    })
  }
  const ours = await asking
  const published = publications(stage).slice(before)
  const again = published.length - new Set(published.map(({ version }) => version)).size
  for (const [who, one] of [
    ['Upfront', ours],
    ['bare node:http', theirs],
  ] as const)
    print(
      `${readers} readers at once, ${who}: ${one.answers} answers (${one.notModified} not modified), ${one.failed} failed; median ${one.p50.toFixed(0)} ms, 99 of 100 within ${one.p99.toFixed(0)} ms, longest ${one.longest.toFixed(0)} ms; each had its first within ${one.lastFirst.toFixed(0)} ms`,
    )
  print(
    `published ${published.length} times meanwhile (${ours.versions} versions seen), ${again} versions rendered twice; 99 of 100 within ${(ours.p99 / theirs.p99).toFixed(2)} of bare node:http (goal: 250 ms, none failed, none twice)`,
  )
}

async function comeBack(print: Print, stage: Stage, port: number) {
  const crowd = await gather({ port, path: '/events', count: streams })
  try {
    await stage.upfront.kill()
    const started = performance.now()
    await stage.again()
    const up = performance.now()
    const { tries, refused, spread, most } = await crowd.returned()
    const all = performance.now()
    const idle = await idleAgain(stage)
    const { node } = await memoryOf(stage.upfront, stage.dataDir)
    const [start, until, quiet] = [up - started, all - up, idle - up].map((ms) => (ms / 1000).toFixed(1))
    print(
      `${streams} streams after kill -9: up again in ${start} s, all back ${until} s later, the last ${(spread / 1000).toFixed(1)} s after the first, at most ${most} in a second, ${tries} tries of which ${refused} came too early`,
    )
    print(`at rest again ${quiet} s after the start (goal: 30 s), with ${node.toFixed(0)} MB in Node`)
  } finally {
    crowd.stop()
  }
}

/** The moment from which on the process used less than a tenth of a core for two seconds. */
async function idleAgain({ upfront }: Stage): Promise<number> {
  for (;;) {
    const [began, before] = [performance.now(), await cpuSeconds(upfront.pid)]
    await after(2000)
    if ((await cpuSeconds(upfront.pid)) - before < 0.2) return began
  }
}

/** What was logged of the page's publications since the last start. */
const publications = ({ upfront }: Stage): { version: number }[] =>
  upfront
    .logged()
    .split('\n')
    .flatMap((line) => (line.includes('"page_published"') ? [JSON.parse(line)] : []))

async function ask(rush: Rush): Promise<Rushed> {
  const { lines, child } = begin('rush.ts', rush)
  const line = await nextOf(lines).finally(() => child.kill('SIGKILL'))
  return JSON.parse(line)
}

async function gather(returning: Returning) {
  const { lines, child } = begin('returners.ts', returning)
  await nextOf(lines)
  return {
    returned: async (): Promise<Returned> => JSON.parse(await nextOf(lines)),
    stop: () => void child.kill('SIGKILL'),
  }
}

async function nextOf(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next()
  if (done) throw new Error('the readers are gone')
  return value
}

function begin(name: string, argument: unknown) {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
