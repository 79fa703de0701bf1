import { performance } from 'node:perf_hooks'
import { plainContent } from '../src/content/schema.ts'
import { documentsOf } from '../src/publishing/documents.ts'
import { compress } from '../src/publishing/site/entry.ts'
import type { Snapshot } from '../src/publishing/snapshot.ts'
import { acme, component, idOf, plannedWork, slowApi } from '../src/test/acme-snapshot.ts'
import type { Span } from '../src/uptime/spans.ts'
import { median, type Print, quantile } from './run.ts'

const components = 200
const rounds = 30
const edition = { assets: { style: '/assets/a.css', script: '/assets/a.js' }, files: [], edition: 'bench' }

/** From a snapshot with 200 components to its front, and to all that is served at once, against compressing the same bytes. */
export async function bench(print: Print) {
  // The first round is that of a process that has rendered nothing yet.
  const first = await render(snapshotOf(0))
  const times: Timed[] = []
  for (let round = 1; round <= rounds; round++) times.push(await render(snapshotOf(round)))
  const of = (name: keyof Timed) => times.map((one) => one[name])
  const ms = (n: number) => n.toFixed(1)
  print(`${components} components, 90 days each: the front is ${first.bytes} bytes, all at once ${first.allBytes}`)
  for (const [name, words] of [
    ['front', 'the front'],
    ['all', 'all that changes at once'],
    ['compressing', 'compressing that, one after the other'],
  ] as const)
    print(
      `${words}: median ${ms(median(of(name)))} ms, 99 of 100 ${ms(quantile(of(name), 0.99))} ms, the first time ${ms(first[name])} ms`,
    )
  print(`rendering is ${median(times.map(({ all, compressing }) => all / compressing)).toFixed(2)} of compressing`)
}

type Timed = { front: number; all: number; compressing: number; bytes: number; allBytes: number }

async function render(snapshot: Snapshot): Promise<Timed> {
  const began = performance.now()
  const hot = documentsOf(snapshot, edition).filter(({ kind, render }) => kind === 'hot' && render)
  const front = await hot.find(({ path }) => path === '/')?.render?.()
  const rendered = performance.now()
  const rest = []
  for (const { path, render } of hot) if (path !== '/') rest.push(Buffer.from((await render?.()) ?? ''))
  const done = performance.now()
  const bodies = [Buffer.from(front ?? ''), ...rest]
  for (const body of bodies) await compress(body)
  return {
    front: rendered - began,
    all: done - began,
    compressing: performance.now() - done,
    bytes: bodies[0]?.length ?? 0,
    allBytes: bodies.reduce((sum, { length }) => sum + length, 0),
  }
}

/** Groups of ten, with an incident, planned work, and a bad hour on every third day of every seventh component. */
function snapshotOf(round: number): Snapshot {
  const base = acme()
  const now = Math.floor(base.publishedAt.getTime() / 1000)
  const parts = Array.from({ length: components }, (_, i) =>
    component(`part${i}`, `Component ${i}`, { position: i, description: i % 5 === 0 ? `What it does, ${i}.` : null }),
  )
  const groups = Array.from({ length: components / 10 }, (_, i) =>
    component(`group${i}`, `Group ${i}`, { position: i, children: parts.slice(i * 10, i * 10 + 10) }),
  )
  const affected = [{ id: idOf('part3'), name: 'Component 3', status: 'degraded_performance' as const }]
  return {
    ...base,
    version: 100 + round,
    page: { ...base.page, content: plainContent },
    components: groups,
    incidents: [slowApi({ components: affected }), plannedWork({ components: affected })],
    uptime: new Map([...parts, ...groups].map(({ id }, i) => [id, spans(now, i % 7 === 0)])),
  }
}

function spans(now: number, isBad: boolean): Span[] {
  const [day, hour] = [86_400, 3600]
  const start = now - 365 * day
  if (!isBad) return [{ status: 'operational', from: start, to: now }]
  return Array.from({ length: 121 }, (_, i) => start + i * 3 * day).flatMap((from): Span[] => [
    { status: 'operational', from, to: from + 2 * day },
    { status: 'partial_outage', from: from + 2 * day, to: from + 2 * day + hour },
    { status: 'operational', from: from + 2 * day + hour, to: Math.min(from + 3 * day, now) },
  ])
}
