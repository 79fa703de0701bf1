import assert from 'node:assert/strict'
import { test } from 'node:test'
import { busyNight } from '../test/busy-night.ts'
import { shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { incidentPages } from './console.ts'
import { findIncident } from './find.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  const place = await busyNight(ctx, clock)
  return { ctx, clock, place, path: `/console/incidents/${place.incident}`, ...testConsole(ctx, incidentPages) }
}

test('a post is corrected: the page keeps what it said', async () => {
  const { place, path, see, submit, refused } = await setUp('correct')
  const post = `${path}/updates/${place.post}`
  shows(await see(`${post}/correct`), /about twenty minutes\.<\/textarea>/)
  shows(await refused(`${post}/correct`, { body: '' }), /id="f-body-error"/)
  const same =
    'A change of this morning made some queries slow. We are taking it back, which takes about twenty minutes.'
  shows(await refused(`${post}/correct`, { body: same }, 409), /The text is the same as before\./)
  await submit(`${post}/correct`, { body: 'It takes an hour.', short: 'Takes an hour.', notify: 'on' })
  shows(await see(`${post}/correct`), /Takes an hour\.<\/textarea>/)
  const page = await see(path)
  shows(page, /It takes an hour\./)
  shows(page, /Corrected .*it said:.*about twenty minutes.*Corrected .*about ten minutes/s)
  shows(page, /<strong>Alice<\/strong> corrected a post</)
})

test('a post is withdrawn with a reason that readers see', async () => {
  const { ctx, place, path, see, submit, refused } = await setUp('withdraw')
  const post = `${path}/updates/${place.post}`
  shows(await refused(`${post}/withdraw`, { reason: '' }), /id="f-reason-error"/)
  await submit(`${post}/withdraw`, { reason: 'It was another change.' })
  shows(await see(path), /Withdrawn .*“It was another change\.”.*What it said/s)
  const row = await ctx.db
    .selectFrom('incident_updates')
    .selectAll()
    .where('id', '=', place.post)
    .executeTakeFirstOrThrow()
  assert.equal(row.withdrawn_reason, 'It was another change.')
  shows(await refused(`${post}/withdraw`, { reason: 'Again.' }, 409), /The post was withdrawn\./)
  shows(await see(path), /withdrew a post, telling nobody; it is investigating again/)
  const over = `/console/incidents/${place.ended}`
  const page = await see(over)
  shows(page, /The incident will be open again: it goes back to “Investigating”, and its components/)
  await submit(page.match(/[^"]+\/withdraw(?=")/)?.[0] ?? '', { reason: 'It was not.' })
  assert.equal((await findIncident(ctx, place.ended)).resolved_at, null)
})

test('title, impact and promise change, the promise in the zone of the page', async () => {
  const { ctx, place, path, see, submit, refused } = await setUp('change')
  shows(await see(`${path}/change`), /Next update, in America\/New York.*value="2035-03-05T15:16"/s)
  await submit(`${path}/change`, { title: 'Slow API', impact: 'critical', nextUpdateAt: '2035-03-05T18:30' })
  const changed = await findIncident(ctx, place.incident)
  assert.deepEqual(
    [changed.title, changed.impact, changed.next_update_at],
    ['Slow API', 'critical', new Date('2035-03-05T23:30:00Z')],
  )
  const page = await refused(`${path}/change`, { title: 'Slower', impact: 'minor', nextUpdateAt: '2035-03-11T02:30' })
  shows(page, /id="f-nextUpdateAt-error">Clocks in America\/New_York skip this time/)
  shows(page, /value="Slower"/)
  await submit(`${path}/change`, { title: 'Slow API', nextUpdateAt: '' })
  assert.equal((await findIncident(ctx, place.incident)).next_update_at, null)
  shows(await see(path), /took back the promise of a next update/)
})

test('the timeline tells what happened behind the scenes, alerts included', async () => {
  const { ctx, place, path, see } = await setUp('timeline')
  await ctx.db.updateTable('alerts').set({ incident_id: place.incident }).where('org_id', '=', ctx.org).execute()
  const page = await see(path)
  shows(page, /<strong>Alertmanager<\/strong> <a href="\/console\/alerts\/\w+">fired: Latency of Europe above 2 s/)
  shows(page, /changed API · US: Working → Degraded/)
  shows(page, /withdrew a post, telling nobody/)
})
