import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openIncident } from '../incidents/open.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { announce } from './announce.ts'
import { candidatesAmong } from './candidates.ts'
import { choose } from './choose.ts'
import { fanOut, subjectOf } from './fan-out.ts'

const database = await testDatabase()
const readers = 700

test('what is decided once for all with the same profile is what choosing says of each', async () => {
  const { ctx } = await testContext(database)
  const { page } = await acme(ctx)
  await fill(ctx.org, page)
  await openIncident(ctx, {
    page,
    title: 'Slow',
    status: 'investigating',
    body: 'It is slow.',
    components: { 'api-eu': 'partial_outage' },
  })
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('kind', '=', 'update.posted')
    .executeTakeFirstOrThrow()
  await announce(ctx, event.id)
  const announcement = await ctx.db.selectFrom('announcements').selectAll().executeTakeFirstOrThrow()
  await fanOut(ctx, { announcement: announcement.id }, 150)

  const rows = await ctx.db.selectFrom('deliveries').selectAll().orderBy('subscriber_id').execute()
  const erased = await ctx.db.selectFrom('subscribers').select('id').where('state', '=', 'erased').execute()
  assert.equal(rows.length, readers - erased.length)
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
  assert.ok(rows.some((row) => row.not_before !== null))

  await sql`delete from subscribers where id = ${rows[0]!.subscriber_id}`.execute(ctx.db)
  const left = await ctx.db.selectFrom('deliveries').select('id').where('id', '=', rows[0]!.id).execute()
  assert.deepEqual(left, [], 'who is deleted takes the rows along')
  await ctx.db.deleteFrom('announcements').execute()
  assert.deepEqual(await ctx.db.selectFrom('deliveries').select('id').execute(), [], 'so does the announcement')
})

/** Readers of all kinds, each share by the reader's number. */
async function fill(org: string, page: string) {
  const { rowCount } = await database.pool.query(
    `insert into subscribers (id, org_id, page_id, email, address_hash, mailbox_hash, state, reason, all_components, kinds,
       phases, least_impact, tags, digest, quiet_from, quiet_until, quiet_zone, labels, created_at, updated_at)
     select substr(md5(n::text), 1, 12), $1, $2, 'r' || n || '@mixed.example', n::text::bytea, n::text::bytea,
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
