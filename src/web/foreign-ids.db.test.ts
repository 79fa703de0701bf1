import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createAudience } from '../audiences/create.ts'
import { createAccount } from '../channel-accounts/create.ts'
import { createMetric } from '../metrics/create.ts'
import { keepImport } from '../subscriber-imports/upload.ts'
import { callAs } from '../test/callers.ts'
import { consoleWorld } from '../test/console-world.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { filled } from '../test/route-matrix.ts'
import { createWorldChannel } from '../world-channels/create.ts'

// Whoever owns another organization and knows every id of ours reads nothing of it and changes nothing.

const database = await testDatabase()
const ours = await installation(database, { seed: 'ours' })
const theirs = await installation(database, { seed: 'theirs' })
const call = await callAs(ours, theirs)
const { page } = await consoleWorld(ours.ctx, ours.clock)
await fill()

async function fill() {
  const { ctx } = ours
  await createAccount(ctx, { key: 'pushover', kind: 'pushover', settings: { token: 'azGDORePK8gMaC0QOYAMyEEuzJnyUi' } })
  await createAccount(ctx, {
    key: 'mail',
    kind: 'smtp',
    settings: { url: 'smtp://mail.acme.example', from: 'a@acme.example' },
  })
  await createWorldChannel(ctx, page, { key: 'world', channel: 'ntfy', target: { topic: 'acme-status-world' } })
  await createMetric(ctx, { page, key: 'api', name: 'API' })
  await createAudience(ctx, { page, key: 'partners', name: 'Partners' })
  await keepImport(
    ctx,
    { page, name: 'people.csv', vouched: false },
    (async function* () {
      yield Buffer.from('email\nsomebody@customer.example\n')
    })(),
  )
}

/** Where the ids stand that follow a part of an address. */
const tables: Record<string, string> = {
  pages: 'pages',
  components: 'components',
  sources: 'sources',
  rules: 'rules',
  channels: 'channel_accounts',
  'channel-accounts': 'channel_accounts',
  'world-channels': 'subscribers',
  subscribers: 'subscribers',
  imports: 'subscriber_imports',
  updates: 'incident_updates',
  explain: 'incident_updates',
  messages: 'messages',
  incidents: 'incidents',
  maintenances: 'incidents',
  drafts: 'drafts',
  deliveries: 'deliveries',
  audiences: 'audiences',
  metrics: 'metrics',
  users: 'users',
  tokens: 'api_tokens',
  inbox: 'arrivals',
  arrivals: 'arrivals',
  alerts: 'alerts',
}

test('our ids, wherever they stand in an address, are nothing to another organization', async () => {
  const ids = await idsOf(ours.ctx.org)
  for (const name of Object.keys(tables)) assert.ok(ids.get(name), `there is one of ${name}`)
  const before = await allOf(ours.ctx.org)
  const wrong: string[] = []
  const tried = new Set<string>()
  for (const route of ours.routes) {
    if (route.permission === 'public' || !route.path.includes('{')) continue
    const path = route.path.replace(/([\w-]+)\/\{(\w+)\}(?:\/\{(\w+)\})?/g, (all, part, _one, two) => {
      const id = ids.get(part)
      if (id) tried.add(part)
      return id ? `${part}/${id}${two ? `/${ids.get('subscribers')}` : ''}` : all.replaceAll(/\{\w+\}/g, 'zzzzzzzzzzzz')
    })
    const [known, unknown] = await Promise.all(
      [path, filled(route.path, 'zzzzzzzzzzzz')].map((one) => call('other organization', route, one)),
    )
    // Nothing tells one of ours from one that nobody has; some screens lead elsewhere without looking.
    if (known!.status !== unknown!.status || ![303, 400, 404, 409, 415, 422].includes(known!.status))
      wrong.push(`${route.method} ${path}: ${known!.status}, of nobody's ${unknown!.status}`)
  }
  assert.deepEqual(wrong, [])
  assert.deepEqual([...tried].sort(), Object.keys(tables).sort())
  assert.deepEqual(await allOf(ours.ctx.org), before)
})

async function idsOf(org: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const [part, table] of Object.entries(tables)) {
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.id(table)} t where ${table === 'incident_updates' ? sql`incident_id in (select id from incidents where org_id = ${org})` : sql`org_id = ${org}`}
      ${part === 'world-channels' ? sql`and to_jsonb(t) ->> 'world' = 'true'` : sql`and coalesce(to_jsonb(t) ->> 'world', 'false') = 'false'`}
      limit 1`.execute(database.db)
    if (rows[0]) found.set(part, rows[0].id)
  }
  return found
}

/** Every row of an organization, by table. */
async function allOf(org: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'org_id'
    order by table_name`.execute(database.db)
  const all: Record<string, unknown> = {}
  for (const { name } of rows)
    all[name] = (
      await sql`select to_jsonb(t) as row from ${sql.id(name)} t where org_id = ${org} order by 1`.execute(database.db)
    ).rows
  return all
}
