import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { compare } from './compare.ts'
import type { Heard, Listening } from './listeners.ts'
import { pss } from './memory.ts'
import { median, type Print, startScript } from './run.ts'
import { api, setStage } from './stage.ts'

const readers = 5000
const posts = 15

/** Readers with the page open: what one costs, and how long a publication takes to reach the last of them. */
export async function bench(print: Print) {
  const stage = await setStage()
  const bare = await startScript('bare-streams.ts', await streamOf(stage.upfront.url))
  try {
    const servers = { Upfront: stage.upfront, 'bare node:http': { ...bare, url: `http://127.0.0.1:${bare.port}` } }
    const kept: Record<string, { perReader: number; spread: number; total: number }> = {}
    for (const [name, server] of Object.entries(servers)) {
      const before = await pss(server.pid)
      const crowd = await gather({ port: Number(new URL(server.url).port), path: '/events', count: readers })
      try {
        await new Promise((resolve) => setTimeout(resolve, 3000))
        const perReader = (await pss(server.pid)) - before
        if (name === 'Upfront')
          for (const form of ['br', '304'] as const) await compare(print, stage.upfront, '/', form)
        const said = name === 'Upfront' ? () => post(server.url) : () => fetch(server.url, { method: 'POST' })
        const times: { spread: number; total: number }[] = []
        for (let i = 0; i < posts; i++) {
          const asked = Number(process.hrtime.bigint() / 1000n) / 1000
          await said()
          const { first, last } = await crowd.heard()
          times.push({ spread: last - first, total: last - asked })
        }
        kept[name] = {
          perReader: perReader / readers,
          spread: median(times.map(({ spread }) => spread)),
          total: median(times.map(({ total }) => total)),
        }
      } finally {
        crowd.stop()
      }
      const { perReader, spread, total } = kept[name]!
      print(
        `${name}, ${readers} readers: ${perReader.toFixed(1)} KB each; from the first that has an event to the last ${spread.toFixed(0)} ms, from the post to the last ${total.toFixed(0)} ms (median of ${posts})`,
      )
    }
    const [ours, theirs] = [kept.Upfront!, kept['bare node:http']!]
    print(
      `of bare node:http: memory ${(ours.perReader / theirs.perReader).toFixed(2)}, time to the last ${(ours.spread / theirs.spread).toFixed(2)}`,
    )
  } finally {
    await bare.stop()
    await stage.end()
  }
}

/** The head and the events that Upfront sends, for the reference to send the same. */
async function streamOf(url: string) {
  const stop = new AbortController()
  const response = await fetch(`${url}/events`, { signal: stop.signal })
  const { value } = await response.body!.getReader().read()
  const first = Buffer.from(value!).toString()
  stop.abort()
  const headers = [...response.headers]
    .flat()
    .filter((_, i, all) => !/^(date|connection|transfer-encoding)$/i.test(all[i - (i % 2)]!))
  return { headers, first, event: first.slice(first.indexOf('id:')) }
}

let made = 0

async function post(url: string) {
  made += 1
  await api(url, 'POST', 'incidents', {
    page: 'acme',
    title: `Slower pages ${made}`,
    status: 'investigating',
    body: 'Pages load more slowly than usual. We are looking into it.',
    notify: false,
  })
}

/** A crowd that has arrived. `heard` resolves when the last of them has the next event. */
async function gather(listening: Listening) {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, 'listeners.ts'), JSON.stringify(listening)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the readers are gone')
    return value
  }
  await next()
  return {
    heard: async (): Promise<Heard> => JSON.parse(await next()),
    stop: () => void child.kill('SIGKILL'),
  }
}
