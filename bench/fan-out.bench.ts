import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { until } from '../src/test/until.ts'
import { databaseOf } from './crowd.ts'
import { filledWith, fillOnce, hooks, secret, withoutReaders } from './filled.ts'
import type { Loaded } from './load.ts'
import { databaseSeconds } from './rounds.ts'
import { cpuSeconds, median, type Print, runLoad } from './run.ts'
import { clock, startSink } from './sink.ts'
import { api, type Stage, setStage } from './stage.ts'
import { signIn } from './subscribers.bench.ts'

const readers = 1_000_000
/**
 * Milliseconds until the servers answer, so that little is sent meanwhile: what is measured is choosing and writing. How much
 * is sent in a second is measured by itself.
 */
const serversTake = 1000

export const prepare = (kept: string) => fillOnce(kept, readers)

/** One post to a million readers: how long choosing takes, when the first has it, and what readers of the page notice. */
export async function bench(print: Print, kept: string) {
  const sink = await startSink('sink-mail.ts', String(serversTake))
  const endpoints = await startSink('sink-web.ts', [hooks.hosts.length, hooks.port, serversTake].join())
  const stage = await setStage(
    withoutReaders,
    {
      SMTP_URL: `smtp://127.0.0.1:${sink.ports[0]}`,
      MAIL_FROM: 'Acme Cloud <status@acme.example>',
      OUTBOUND_ALLOW: '127.0.0.0/8',
      UPFRONT_SECRET: secret,
    },
    filledWith(kept, readers),
  )
  const [database, watcher] = [await databaseOf(stage.dataDir), await databaseOf(stage.dataDir)]
  try {
    await api(stage.upfront.url, 'GET', 'subscribers?limit=1')
    const before = await load(stage, 10)
    const memory = await memoryUsed(stage)
    const used = await Promise.all([cpuSeconds(stage.upfront.pid), databaseSeconds(stage.dataDir)])
    const watching = new AbortController()
    const longest = longestOnTheWeb(watcher, watching.signal)
    const held = memoryWhile(stage, watching.signal)
    const posted = clock()
    const during = load(stage, 60)
    await api(stage.upfront.url, 'POST', 'incidents', {
      ...{ page: 'acme', title: 'Requests to the API are failing', status: 'investigating', impact: 'major' },
      ...{ body: 'Some requests fail. What had been saved is safe.', components: { 'api-eu': 'partial_outage' } },
    })
    const first = await sink.reached('big', 1)
    print(`first mail ${((first.first - posted) / 1000).toFixed(2)} s after the post was sent`)
    const chosen = await until(() => chosenAfter(database), 140_000)
    print(
      `${readers.toLocaleString('en-GB')} readers decided about in ${chosen.seconds.toFixed(1)} s, ${chosen.told.toLocaleString('en-GB')} to be told`,
    )
    const usedNow = await Promise.all([cpuSeconds(stage.upfront.pid), databaseSeconds(stage.dataDir)])
    watching.abort()
    const heldNow = await held
    const rates = ratesOf(await during)
    const reading = median(rates.slice(0, Math.max(1, Math.floor(chosen.seconds / slice)))) / median(ratesOf(before))
    print(`processor time ${usedNow.map((now, i) => (now - used[i]!).toFixed(1)).join(' s in Node, ')} s in PostgreSQL`)
    print(
      `pages read meanwhile: ${reading.toFixed(2)} of the rate before (${median(ratesOf(before)).toFixed(0)} a second)`,
    )
    print(`longest query on the web process's connections: ${(await longest).toFixed(0)} ms`)
    print(
      `the post's own page in the console: ${(await looksAtPost(stage, database)).map((ms) => ms.toFixed(0)).join(', ')} ms`,
    )
    const quarters = [1, 2, 3, 4].map((n) => Math.max(...quarter(heldNow, n)).toFixed(0))
    print(
      `memory of the program: ${memory.toFixed(0)} MB before, at most ${quarters.join(', ')} MB in the quarters of that time`,
    )
  } finally {
    await Promise.all([database.end(), watcher.end()])
    await stage.end()
    await sink.stop()
    await endpoints.stop()
  }
}

const slice = 0.5

const load = ({ upfront }: Stage, seconds: number) =>
  runLoad({
    ...{ ports: [Number(new URL(upfront.url).port)], path: '/', headers: { 'Accept-Encoding': 'br' } },
    ...{ connections: 64, slice, rounds: seconds / slice, status: 200 },
  })

const ratesOf = ({ servers }: Loaded) => servers[0]?.map(({ requests, seconds }) => requests / seconds) ?? []

async function chosenAfter(database: pg.Client) {
  const { rows } = await database.query(
    `select extract(epoch from chosen_at - created_at)::float as seconds from announcements where chosen_at is not null`,
  )
  if (rows.length === 0) return null
  const told = await database.query(`select count(*)::int as told from deliveries where state <> 'skipped'`)
  return { seconds: rows[0].seconds as number, told: told.rows[0].told as number }
}

/** Milliseconds of five looks at who was told, once that is known. */
async function looksAtPost({ upfront }: Stage, database: pg.Client): Promise<number[]> {
  const cookie = await signIn(database)
  const { rows } = await database.query('select update_id from announcements')
  const look = async () => {
    const began = performance.now()
    const answer = await fetch(`${upfront.url}/console/deliveries/updates/${rows[0].update_id}`, {
      headers: { cookie },
    })
    return { text: await answer.text(), took: performance.now() - began }
  }
  await until(async () => (await look()).text.includes('Counted at'), 60_000)
  const looks: number[] = []
  for (let n = 0; n < 5; n++) looks.push((await look()).took)
  return looks
}

/** Milliseconds; looked at every 50: looking takes processor time too. The web's connections are those that no worker has. */
async function longestOnTheWeb(database: pg.Client, signal: AbortSignal): Promise<number> {
  let longest = 0
  while (!signal.aborted) {
    const { rows } = await database.query(
      `select max(extract(epoch from clock_timestamp() - query_start) * 1000)::float as ms from pg_stat_activity
       where application_name = 'upfront' and state = 'active' and pid <> pg_backend_pid()`,
    )
    longest = Math.max(longest, rows[0]?.ms ?? 0)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return longest
}

/** Resident memory in megabytes. */
async function memoryUsed({ upfront }: Stage): Promise<number> {
  return Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${upfront.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}

/** Every 200 ms, until it is enough. */
async function memoryWhile(stage: Stage, signal: AbortSignal): Promise<number[]> {
  const held: number[] = []
  while (!signal.aborted) {
    held.push(await memoryUsed(stage))
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return held
}

const quarter = (values: number[], n: number) =>
  values.slice(Math.floor((values.length * (n - 1)) / 4), Math.ceil((values.length * n) / 4))
