import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { seal } from '../lib/seal.ts'
import { newFolder, removeFolder } from '../test/folder.ts'
import { until } from '../test/until.ts'
import { ownCertificate } from './certificate.ts'
import { type Cluster, cluster } from './cluster.ts'
import { count } from './compare-inbox.ts'
import { fiveChannels, fiveVendors, targetOf } from './many-channels.ts'
import { dice, patience, type Torture, token } from './stage.ts'

export type ToldByMany = {
  recipients: number
  kills: number
  missed: number
  repeats: number
  /** Of those, not in flight at a kill. */
  needless: number
  /** Of those whose vendor is told an id, with another one. */
  otherIds: number
  /** First attempts that were written by a minute of their choice, and messages a second from the post to the last. */
  rate: number
  seconds: number
  wrong: string[]
}

/** One post to many on five channels; workers and the database are killed again and again, at moments that the seed decides. */
export async function killWhileTellingMany({
  kills,
  seed,
  print,
  recipients,
}: Torture & { recipients: number }): Promise<ToldByMany> {
  const folder = await newFolder()
  const certificate = await ownCertificate(folder)
  const vendors = await fiveVendors(certificate)
  const one = await cluster(folder, {
    ...{ SMTP_URL: vendors.smtp, MAIL_FROM: 'status@acme.example', OUTBOUND_ALLOW: vendors.host },
    NODE_EXTRA_CA_CERTS: certificate.file,
  })
  try {
    const names = await one.look((ctx) => enrolMany(ctx, recipients, vendors.host))
    const inFlight = new Set<string>()
    const note = async () => {
      for (const name of await one.look(sending)) inFlight.add(name)
    }
    const started = performance.now()
    await post(one)
    const chance = dice(seed)
    for (let done = 0; done < kills; ) {
      await until(() => vendors.count() >= (done / kills) * 0.8 * recipients, patience)
      await chance.pause(0, 100)
      if (done % 4 === 3) await one.killDatabase(note)
      else {
        await one.killWorker(done % 2)
        await note()
      }
      print(`kill ${++done}: ${vendors.count()} of ${recipients} messages`)
    }
    await until(() => one.look(isSettled), patience).catch(async () => print((await one.look(ledgerSays)).join('\n')))
    const seconds = (performance.now() - started) / 1000
    const reached = vendors.reached()
    const times = count(reached.map(({ name }) => name))
    const again = [...times].filter(([, number]) => number > 1).map(([name]) => name)
    const ids = Map.groupBy(reached, ({ name }) => name)
    return {
      ...{ recipients, kills, seconds, rate: reached.length / seconds },
      missed: names.filter((name) => !times.has(name)).length,
      repeats: reached.length - times.size,
      needless: again.filter((name) => !inFlight.has(name)).length,
      otherIds: again.filter((name) => new Set(ids.get(name)?.map(({ id }) => id)).size > 1).length,
      wrong: await one.look(ledgerSays),
    }
  } finally {
    await one.end()
    await vendors.stop()
    await removeFolder(folder)
  }
}

/** As many on each channel. Answers their names. */
async function enrolMany(ctx: Context, recipients: number, host: string): Promise<string[]> {
  const page = await ctx.db.selectFrom('pages').select('id').where('slug', '=', 'acme').executeTakeFirstOrThrow()
  const [now, id] = [ctx.now(), newId(ctx)]
  const settings = { homeserver: `https://${host}`, token: 'syt_torture_0123456789' }
  await ctx.db
    .insertInto('channel_accounts')
    .values({
      ...{ id, org_id: ctx.org, key: 'matrix', kind: 'matrix', name: 'Matrix', position: 0 },
      ...{ created_at: now, updated_at: now, hook_hash: ctx.random(32) },
      settings: seal(ctx.settings.secret, ctx.random, JSON.stringify(settings)),
    })
    .execute()
  const rows = Array.from({ length: recipients }, (_, i) => {
    const channel = fiveChannels[i % fiveChannels.length] ?? 'email'
    const label = `${channel.replaceAll('-', '')}${i}`
    const target = JSON.stringify(targetOf(channel, host, i))
    return {
      ...{ id: newId(ctx), org_id: ctx.org, page_id: page.id, channel, label, state: 'active' },
      ...(channel === 'email'
        ? { email: `${label}@customer.example` }
        : { email: null, host, target: seal(ctx.settings.secret, ctx.random, target) }),
      ...{ address_hash: ctx.random(32), mailbox_hash: ctx.random(32), created_at: now, updated_at: now },
    }
  })
  for (let at = 0; at < rows.length; at += 1000)
    for (const some of Map.groupBy(rows.slice(at, at + 1000), ({ email }) => email === null).values())
      await ctx.db.insertInto('subscribers').values(some).execute()
  return rows.map(({ label }) => label)
}

async function post({ url }: Cluster) {
  const body = { page: 'acme', title: 'For everyone', status: 'investigating', body: 'One post.' }
  const answer = await fetch(`${url}/api/v1/incidents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (answer.status !== 201) throw new Error(`the post: ${answer.status} ${await answer.text()}`)
}

/** Whom somebody was telling. */
async function sending(ctx: Context): Promise<string[]> {
  const { rows } = await sql<{ label: string }>`
    select s.label from deliveries d join subscribers s on s.id = d.subscriber_id where d.state = 'sending'`.execute(
    ctx.db,
  )
  return rows.map(({ label }) => label)
}

async function isSettled(ctx: Context): Promise<boolean> {
  const { rows } = await sql`
    select 1 from announcements where chosen_at is null
    union all select 1 from deliveries where state in ('queued', 'sending') limit 1`.execute(ctx.db)
  return rows.length === 0
}

/** What is not sent, in words. */
async function ledgerSays(ctx: Context): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select channel || ' ' || state || ' ' || coalesce(detail, '') || ': ' || count(*) as line from deliveries
    where state <> 'sent' group by channel, state, detail limit 20`.execute(ctx.db)
  return rows.map(({ line }) => line)
}
