import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { InvalidInput } from '../lib/errors.ts'
import { scheduleMaintenance } from '../maintenances/schedule.ts'
import { announce } from '../notifications/announce.ts'
import { fanOut } from '../notifications/fan-out.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { correctStatus } from './correct-status.ts'
import { removeComponent } from './remove.ts'

const database = await testDatabase()
const minute = 60_000

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const at = (minutes: number) => new Date(ctx.now().getTime() + minutes * minute).toISOString()
  return { ctx, clock, ...place, at }
}

test('a component about which readers are being told stays until that has ended and its end was told', async () => {
  const { ctx, page, web, payments } = await setUp('told')
  const incident = await openIncident(ctx, {
    page,
    title: 'Web is slow',
    status: 'investigating',
    body: 'On it.',
    components: { [web]: 'degraded_performance', [payments]: 'degraded_performance' },
  })
  await assert.rejects(
    removeComponent(ctx, web),
    /told about the component "Web app" in "Web is slow"\. End that first/,
  )
  const last = await postUpdate(ctx, incident.id, { status: 'resolved', body: 'Over.' })
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('kind', '=', 'update.posted')
    .where('subject_id', '=', last.id)
    .executeTakeFirstOrThrow()
  await announce(ctx, event.id)
  await assert.rejects(removeComponent(ctx, web), /Web is slow/, 'who hears of the end is not decided yet')
  const announcement = await ctx.db
    .selectFrom('announcements')
    .select('id')
    .where('org_id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  await fanOut(ctx, { announcement: announcement.id })
  await removeComponent(ctx, web)
})

test('a component on which work is planned stays until it is complete', async () => {
  const { ctx, page, web, at } = await setUp('planned')
  const work = await scheduleMaintenance(ctx, {
    page,
    title: 'New servers',
    body: 'We work.',
    scheduledFor: at(60),
    scheduledUntil: at(90),
    components: [web],
    notify: false,
  })
  await assert.rejects(removeComponent(ctx, web), /in the planned work "New servers"/)
  await postUpdate(ctx, work.id, { status: 'completed', body: 'Not needed.', notify: false })
  await removeComponent(ctx, web)
})

test('a correction cannot begin before the record does, and leaves no gap where it can', async () => {
  const { ctx, clock, web, at } = await setUp('past')
  const [born, before] = [at(0), at(-60)]
  clock.advance(120 * minute)
  const correct = (from: string, to: string) =>
    correctStatus(ctx, web, { from, to, status: 'major_outage', reason: 'Seen in the logs' })
  for (const to of [at(-150), at(-60)])
    await assert.rejects(
      correct(before, to),
      (error) =>
        error instanceof InvalidInput &&
        error.problems[0]?.pointer === '/from' &&
        error.problems[0].detail.includes(born),
    )
  await correct(born, at(-60))
  await correct(at(-90), at(-30))
  const rows = await ctx.db
    .selectFrom('status_intervals')
    .select(['starts_at', 'ends_at'])
    .where('component_id', '=', web)
    .where('superseded_at', 'is', null)
    .orderBy('starts_at')
    .execute()
  assert.equal(rows[0]!.starts_at.toISOString(), born)
  for (const [i, row] of rows.entries()) assert.deepEqual(row.ends_at, rows[i + 1]?.starts_at ?? null)
})
