import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../lib/id.ts'
import { acme, addRule } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { resumeArrivals } from './replay.ts'

const database = await testDatabase()

test('an arrival that always fails holds up no other, and is tried once', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'poison' })
  const place = await acme(ctx)
  await addRule(ctx, place.page, { component: place.us, mode: 'auto', match: { title: 'good' } })
  const bad = await addRule(ctx, place.page, { component: place.eu, mode: 'auto', match: { title: 'bad' } })
  await ctx.db
    .updateTable('rules')
    .set({ match: JSON.stringify({ title: 'bad' }), status: 'nonsense' })
    .where('id', '=', bad)
    .execute()
  const arrive = (title: string) =>
    ctx.db
      .insertInto('arrivals')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        source_id: place.source.id,
        received_at: ctx.now(),
        headers: '{}',
        body: Buffer.from(
          JSON.stringify({
            version: '4',
            alerts: [{ status: 'firing', labels: { alertname: title }, startsAt: ctx.now(), fingerprint: title }],
          }),
        ),
        size: 100,
        state: 'received',
      })
      .execute()
  await arrive('bad')
  clock.advance(1000)
  await arrive('good')
  clock.advance(120_000)
  await resumeArrivals(ctx)
  await resumeArrivals(ctx)
  const rows = await ctx.db
    .selectFrom('arrivals')
    .select(['state', 'reason'])
    .where('org_id', '=', ctx.org)
    .orderBy('received_at')
    .execute()
  assert.deepEqual(
    rows.map((row) => row.state),
    ['unreadable', 'understood'],
  )
  assert.match(rows[0]!.reason!, /reason that is ours/)
})
