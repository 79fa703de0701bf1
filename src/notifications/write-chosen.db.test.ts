import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createAudience } from '../audiences/create.ts'
import { changeComponent } from '../components/change.ts'
import { openIncident } from '../incidents/open.ts'
import type { Context } from '../lib/context.ts'
import { type Acme, acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { announce } from './announce.ts'
import { candidatesAmong } from './candidates.ts'
import { choose } from './choose.ts'
import { chooseChunk, type Run, subjectOf } from './fan-out.ts'

const database = await testDatabase()
const readers = 700

const posts: Record<string, { limit: (ctx: Context, place: Acme) => Promise<unknown>; labels?: string[] }> = {
  'of a post for everybody': { limit: async () => {} },
  'where some see less of it': {
    limit: async (ctx, { page, us }) => {
      const emails = ['r14@0.mixed.example', 'rü50@1.mixed.example']
      await createAudience(ctx, { page, key: 'vip', name: 'VIP', emails, domains: ['2.mixed.example'] })
      await changeComponent(ctx, us, { audiences: ['vip'] })
    },
  },
  'of a post for a label': { limit: async () => {}, labels: ['partner'] },
}

for (const [name, { limit, labels }] of Object.entries(posts))
  test(`what is decided once for all with the same profile is what choosing says of each: ${name}`, async () => {
    const { ctx } = await testContext(database, { seed: name })
    const place = await acme(ctx)
    await fill(ctx.org, place.page)
    await limit(ctx, place)
    await openIncident(ctx, {
      ...{ page: place.page, title: 'Slow', status: 'investigating', body: 'It is slow.' },
      components: { 'api-eu': 'partial_outage', 'api-us': 'partial_outage' },
      ...(labels && { labels }),
    })
    const event = await ctx.db
      .selectFrom('events')
      .select('id')
      .where('kind', '=', 'update.posted')
      .where('org_id', '=', ctx.org)
      .executeTakeFirstOrThrow()
    await announce(ctx, event.id)
    const ours = ctx.db.selectFrom('announcements').selectAll().where('org_id', '=', ctx.org)
    const announcement = await ours.executeTakeFirstOrThrow()
    const run: Run = {}
    while (await chooseChunk(ctx, announcement.id, 150, run));

    const written = ctx.db.selectFrom('deliveries').selectAll().where('org_id', '=', ctx.org)
    const rows = await written.orderBy('subscriber_id').execute()
    const all = ctx.db.selectFrom('subscribers').select('id').where('org_id', '=', ctx.org)
    const erased = await all.where('state', '=', 'erased').execute()
    assert.equal(rows.length, readers - erased.length)
    assert.equal((await ours.executeTakeFirstOrThrow()).decided, rows.length)
    assert.equal(new Set(rows.map((row) => row.id)).size, rows.length)
    const subject = await subjectOf(ctx, announcement)
    const ids = rows.map((row) => row.subscriber_id)
    const verdicts = new Map(
      (await candidatesAmong(ctx, announcement, ids)).map((one) => [one.id, choose(subject, one)] as const),
    )
    for (const row of rows) {
      const { tell, reason, notBefore } = verdicts.get(row.subscriber_id)!
      const found = { state: row.state, reason: row.reason, notBefore: row.not_before }
      assert.deepEqual(found, { state: tell ? 'queued' : 'skipped', reason, notBefore: notBefore ?? null })
    }
    assert.ok(new Set(rows.map((row) => row.reason)).size > 8, 'there are many reasons')
    assert.ok(labels || rows.some((row) => row.not_before !== null))
    assert.ok(run.chosen!.verdicts.size < 0.8 * readers, 'an address is no profile')

    await sql`delete from subscribers where id = ${rows[0]!.subscriber_id}`.execute(ctx.db)
    const left = await written.where('id', '=', rows[0]!.id).execute()
    assert.deepEqual(left, [], 'who is deleted takes the rows along')
    await ctx.db.deleteFrom('announcements').where('org_id', '=', ctx.org).execute()
    assert.deepEqual(await written.execute(), [], 'so does the announcement')
  })

/** Readers of all kinds, each share by the reader's number. */
async function fill(org: string, page: string) {
  const { rowCount } = await database.pool.query(
    `insert into subscribers (id, org_id, page_id, email, address_hash, mailbox_hash, state, reason, all_components, kinds,
       phases, least_impact, tags, digest, quiet_from, quiet_until, quiet_zone, labels, created_at, updated_at)
     select substr(md5($2 || n), 1, 12), $1, $2, case when n % 50 = 0 then 'RÜ' else 'r' end || n || '@' || n % 7 || '.Mixed.example',
       n::text::bytea, n::text::bytea,
       (array['active', 'active', 'active', 'active', 'active', 'active', 'unsubscribed', 'unconfirmed', 'suppressed',
         'quarantined', 'erased'])[1 + n % 11], case when n % 11 = 8 then 'refused ' || n % 2 end, n % 3 > 0,
       case n % 7 when 1 then '{incident}'::text[] when 2 then '{maintenance}' end,
       (array['all', 'all', 'first_and_last', 'last'])[1 + n % 4], case n % 5 when 1 then 'major' when 2 then 'critical' end,
       case n % 6 when 1 then '{region:eu}'::text[] when 2 then '{product:billing}' else '{}' end,
       case when n % 13 = 1 then 'daily' end, case when n % 9 = 1 then '00:00' end, case when n % 9 = 1 then '23:59' end,
       case when n % 9 = 1 then 'UTC' end, case when n % 8 = 1 then '{partner}'::text[] else '{}' end, now(), now()
     from generate_series(1, $3::int) n`,
    [org, page, readers],
  )
  assert.equal(rowCount, readers)
  await database.pool.query(
    `insert into subscriber_components (subscriber_id, component_id) select s.id, c.id from subscribers s
     join components c on c.page_id = s.page_id where s.page_id = $1 and hashtext(s.id || c.id) & 3 = 0`,
    [page],
  )
}
