import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { digest } from '../src/lib/seal.ts'
import { databaseOf } from './crowd.ts'
import { filledWith, fillOnce, secret, withoutReaders } from './filled.ts'
import { fillReaders } from './readers.ts'
import { median, type Print, quantile } from './run.ts'
import { setStage } from './stage.ts'

const rounds = 15
const most = 1_000_000
/** In milliseconds, for each look. */
const goal = 300

/** Looks at the list of subscribers: with 1,000 of them, and with a million. */
const looks: Record<string, string> = {
  'first screen': '',
  'older ones': 'cursor',
  'search, how it begins': 'q=alma.ah',
  'search, a part': 'q=4711',
  'search, a part of all': 'q=example',
  'search, a domain': 'q=%40jana4719.big.example',
  'search, nothing found': 'q=zwetschge',
  'search, two letters': 'q=zz',
  'search, a whole address': 'q=nobody%40customer.example',
  'a frequent state': 'state=active',
  'a rare state': 'state=erased',
  'a channel': 'channel=webhook',
  'a channel that nobody uses': 'channel=matrix',
  'a frequent component': 'component=web',
  'a rare component': 'component=payments',
  'a frequent label': 'label=partner',
  'a rare label': 'label=vip',
  'one page': 'page=acme',
  'a language': 'language=sv',
  'state, channel and language': 'state=suppressed&channel=webhook&language=de',
  'state and search': 'state=unconfirmed&q=linde',
  'state, label and search': 'state=active&label=vip&q=linde',
  'component, state and search': 'component=web&state=quarantined&q=9007',
}

export const prepare = (kept: string) => fillOnce(kept, most)

export async function bench(print: Print, kept: string) {
  const few = await looksAt(async (dataDir) => {
    const client = await databaseOf(dataDir)
    await fillReaders(client, 'acme', 1000)
    await client.end()
  })
  const many = await looksAt(async () => {}, filledWith(kept, most))
  for (const [name, times] of many) {
    const reference = median(few.get(name) ?? [])
    const found = median(times)
    print(
      `${name}: ${found.toFixed(0)} ms, ${(found / reference).toFixed(1)} of the same with 1,000 (${reference.toFixed(0)} ms); longest ${quantile(times, 1).toFixed(0)} ms${found < goal ? '' : `, above ${goal} ms`}`,
    )
  }
}

async function looksAt(fill: (dataDir: string) => Promise<void>, make?: (dataDir: string) => Promise<void>) {
  const stage = await setStage(withoutReaders, { UPFRONT_SECRET: secret }, make)
  try {
    await fill(stage.dataDir)
    const client = await databaseOf(stage.dataDir)
    const cookie = await signIn(client)
    return await lookAtAll(stage.upfront.url, cookie, client).finally(() => client.end())
  } finally {
    await stage.end()
  }
}

/** A colleague and their session; the cookie. */
export async function signIn(client: pg.Client): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await client.query(
    `insert into users (id, org_id, email, name, role, created_at)
     select 'bench', id, 'bench@acme.example', 'Bench', 'owner', now() from organizations`,
  )
  await client.query(
    `insert into sessions (token_hash, user_id, created_at, seen_at, expires_at)
     values ($1, 'bench', now(), now(), now() + interval '1 day')`,
    [digest(token)],
  )
  return `upfront=${token}`
}

/** All looks in turn, again and again, so that what slows the machine for a while slows all of them. */
async function lookAtAll(url: string, cookie: string, client: pg.Client): Promise<Map<string, number[]>> {
  const { rows } = await client.query<{ key: string; id: string }>('select key, id from components')
  const ids = new Map(rows.map(({ key, id }) => [key, id]))
  const cursor = /cursor=([\w-]+)/.exec((await look(url, cookie, '')).text)?.[1] ?? ''
  const queries = Object.entries(looks).map(([name, query]) => [
    name,
    query.replace(/component=(\w+)/, (_, key) => `component=${ids.get(key)}`).replace(/^cursor$/, `cursor=${cursor}`),
  ])
  const times = new Map<string, number[]>()
  // The first round warms the caches, as the second look of a day finds them.
  for (let round = -1; round < rounds; round++)
    for (const [name = '', query = ''] of queries) {
      const { took } = await look(url, cookie, query)
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), took])
    }
  return times
}

async function look(url: string, cookie: string, query: string) {
  const began = performance.now()
  const response = await fetch(`${url}/console/subscribers?${query}`, { headers: { cookie } })
  const text = await response.text()
  if (response.status !== 200 || !text.includes('<h1 dir="auto">Subscribers</h1>'))
    throw new Error(`${query}: ${response.status} ${text.slice(0, 200)}`)
  return { took: performance.now() - began, text }
}
