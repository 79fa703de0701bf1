import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incidentShape } from '../incidents/shape.ts'
import { busyNight } from '../test/busy-night.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { draftPages } from './console.ts'
import { findDraft } from './find.ts'
import { listDrafts } from './list.ts'

const database = await testDatabase()
const path = '/console/drafts'

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  const place = await busyNight(ctx, clock)
  const drafts = await listDrafts(ctx, { limit: 10 })
  const held = drafts.find(({ state }) => state === 'held')!
  const asks = drafts.find(({ state }) => state === 'awaiting_approval')!
  return { ctx, clock, place, held, asks, ...testConsole(ctx, draftPages) }
}

test('a draft shows its text, why it waits, when it goes, and the alert behind it', async () => {
  const { held, asks, see } = await setUp('show')
  const page = await see(`${path}/${held.id}`)
  shows(page, /Goes out<.*data-until>in 10 minutes</s)
  shows(page, /Requests to API · Europe are slower than usual\..*<\/textarea>/s)
  shows(page, /Post and tell 1,000 people/)
  shows(page, /API latency, Europe.*Latency of Europe above 2 s/s)
  shows(await see(`${path}/${asks.id}`), /Waits for a person.*The rule asks a person\./s)
  shows(await see(path), /Slower responses from API · Europe.*Slower responses from Web app/s)
})

test('its text is changed before it goes', async () => {
  const { ctx, held, submit, refused } = await setUp('edit')
  shows(await refused(`${path}/${held.id}`, { title: 'Kept', body: '' }), /value="Kept".*id="f-body-error"/s)
  await submit(`${path}/${held.id}`, { title: 'Slow in Europe', body: 'Our words.' })
  const edited = await findDraft(ctx, held.id)
  assert.deepEqual(
    [edited.title, edited.body, edited.edited_by, edited.state],
    ['Slow in Europe', 'Our words.', 'Alice', 'held'],
  )
})

test('what goes out is what stands in the form, saved or not', async () => {
  const { ctx, held, submit } = await setUp('approve')
  const to = await submit(`${path}/${held.id}/approve`, { title: 'Slow in Europe', body: 'Typed a moment ago.' })
  const incident = await incidentShape(ctx, to.split('/').at(-1)!)
  assert.equal(incident.title, 'Slow in Europe')
  assert.equal(incident.updates[0]?.body, 'Typed a moment ago.')
  assert.equal((await findDraft(ctx, held.id)).state, 'published')
})

test('from the overview one goes back to it', async () => {
  const { asks, held, submit } = await setUp('back')
  assert.equal(await submit(`${path}/${asks.id}/approve`, { from: 'overview' }), '/console')
  assert.equal(await submit(`${path}/${held.id}/reject`, { from: 'overview' }), '/console')
})

test('a rejected draft tells nobody, and says who said no', async () => {
  const { ctx, asks, submit, see } = await setUp('reject')
  const to = await submit(`${path}/${asks.id}/reject`)
  const page = await see(to)
  shows(page, /Rejected .*by Alice/s)
  hides(page, /<textarea|Reject it/)
  assert.equal((await findDraft(ctx, asks.id)).incident_id, null)
  shows(await see(`${path}?state=rejected`), /Slower responses from Web app/)
})

test('who comes second is told that somebody was quicker', async () => {
  const { asks, submit, refused } = await setUp('second')
  await submit(`${path}/${asks.id}/approve`)
  const page = await refused(`${path}/${asks.id}/reject`, {}, 409)
  shows(page, /class="flash bad"/)
  shows(page, /Went out/)
})

test('the preview shows mail and page of what is typed', async () => {
  const { held, send } = await setUp('preview')
  const page = await (await send(`${path}/${held.id}/preview`, { title: 'Typed', body: 'Only *typed*.' })).text()
  shows(page, /\[Acme Cloud\] Investigating: Typed/)
  shows(page, /Only <em>typed<\/em>\./)
  shows(page, /API · Europe<\/bdi>: Working → Degraded/)
})
