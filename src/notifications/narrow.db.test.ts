import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { reachOf } from '../composer/reach.ts'
import { sketchOf } from '../composer/sketch.ts'
import { incidentDetails } from '../incidents/details.ts'
import { findIncident } from '../incidents/find.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { incidentShape } from '../incidents/shape.ts'
import type { TellOnly } from '../incidents/tell-only.ts'
import type { Context } from '../lib/context.ts'
import { findPage } from '../pages/find.ts'
import { changeSubscription } from '../subscribers/change.ts'
import { fanOutStage, noMail } from '../test/fan-out.ts'
import { explainDelivery } from './explain.ts'
import { wakeLanes } from './wake.ts'

const { setUp, received } = await fanOutStage()
type Stage = Awaited<ReturnType<typeof setUp>>

const us = { components: { 'api-us': 'degraded_performance' } }
const on = (it: Stage, incident: string, tellOnly: TellOnly) =>
  postUpdate(it.ctx, incident, { status: 'identified', body: 'We know why.', tellOnly })

/** "pat yes" or "kim no: reason" for one post, in the order of names. */
async function verdicts({ ctx, people }: Stage, update: string) {
  const rows = await ctx.db
    .selectFrom('deliveries')
    .select(['subscriber_id', 'state', 'reason'])
    .where('update_id', '=', update)
    .execute()
  return Object.entries(people).map(([name, id]) => {
    const row = rows.find((one) => one.subscriber_id === id)
    return row?.state === 'skipped' ? `${name} no: ${row.reason}` : `${name} ${row ? 'yes' : 'none'}`
  })
}

/** What the composer counts beforehand. */
async function counted(ctx: Context, incident: string, narrowed: TellOnly) {
  const [details] = await incidentDetails(ctx, [await findIncident(ctx, incident)])
  const page = await findPage(ctx, details!.incident.page_id)
  const values = { status: 'identified', body: 'x', notify: 'on' }
  const sketch = await sketchOf(ctx, {
    page,
    details: details!,
    values,
    narrowed: { labels: null, tellOnly: narrowed },
  })
  const { told, reasons } = await reachOf(ctx, page, sketch)
  assert.equal(sketch.tells, told, 'the button says the same')
  return [told, reasons.filter((one) => !one.told).map(({ reason }) => reason)] as const
}

test('what happened before decides: told of this incident, of the last post on it, of an earlier incident', async () => {
  const it = await setUp('past')
  const { ctx, open, work } = it
  const first = await open()
  await work()
  // Kim hears of the second post no more.
  await changeSubscription(ctx, it.people.kim, { components: ['payments'] })
  const second = await on(it, first.id, {})
  await work()
  assert.deepEqual(await verdicts(it, second.id), [
    'pat yes',
    'kim no: does not follow an affected component',
    'lee no: does not follow an affected component',
  ])
  await changeSubscription(ctx, it.people.kim, { components: null })
  await changeSubscription(ctx, it.people.lee, { components: null })
  const last: TellOnly = { past: ['told_of_last_post'] }
  assert.deepEqual(await counted(ctx, first.id, last), [1, ['was not told of the last post on it']])
  const third = await on(it, first.id, last)
  await work()
  const notLast = 'no: was not told of the last post on it'
  assert.deepEqual(await verdicts(it, third.id), ['pat yes', `kim ${notLast}`, `lee ${notLast}`])
  const ever: TellOnly = { past: ['told_of_incident'] }
  assert.deepEqual(await counted(ctx, first.id, ever), [2, ['was not told of this incident before']])
  const fourth = await on(it, first.id, ever)
  await work()
  assert.deepEqual(await verdicts(it, fourth.id), [
    'pat yes',
    'kim yes',
    'lee no: was not told of this incident before',
  ])

  const other = await open({ title: 'Again', tellOnly: { past: ['told_of_component'] }, ...us })
  await work()
  const notThen = 'was not told of an earlier incident of what is affected'
  assert.deepEqual(await verdicts(it, other.update.id), ['pat yes', 'kim yes', `lee no: ${notThen}`])
  const [explained] = await explainDelivery(ctx, other.update.id, it.people.lee)
  const obstacles = explained?.steps.filter(({ good }) => !good)
  assert.deepEqual(
    obstacles?.map(({ answer, remedy }) => [answer, remedy]),
    [[notThen, 'They would have to be those who were told of an earlier incident of what is affected.']],
  )
})

test('audiences, domains, tags and labels each have to hold', async () => {
  const it = await setUp('narrow')
  const { ctx, open, work, at } = it
  await ctx.db
    .updateTable('components')
    .set({ tags: JSON.stringify({ region: 'us' }) })
    .where('id', '=', it.us)
    .execute()
  const gold = await createAudience(ctx, {
    page: it.page,
    key: 'gold',
    name: 'Gold',
    emails: [at('kim')],
    attributes: [{ name: 'plan', values: ['Gold'] }],
  })
  await changeSubscription(ctx, it.people.lee, { components: null, labels: ['plan:gold'] })
  const asked = async (tellOnly: TellOnly, labels: string[] = []) => {
    const { update } = await open({ tellOnly, labels })
    await work()
    return verdicts(it, update.id)
  }
  assert.deepEqual(await asked({ audiences: ['gold'] }), ['pat no: is not among Gold', 'kim yes', 'lee yes'])
  assert.deepEqual(await asked({ domains: ['narrow.example'] }), ['pat yes', 'kim yes', 'lee yes'])
  assert.deepEqual((await asked({ domains: ['x.example'] }))[0], 'pat no: has no address at x.example')
  assert.deepEqual(await asked({ audiences: [gold.id], tags: ['region:us'] }, ['plan:gold']), [
    'pat no: is not labelled plan:gold',
    'kim no: is not labelled plan:gold',
    'lee yes',
  ])
  const { id, update } = await open({ tellOnly: { audiences: ['gold'], domains: ['narrow.example'] } })
  assert.deepEqual((await incidentShape(ctx, id)).updates[0]?.tellOnly, {
    audiences: ['gold'],
    domains: ['narrow.example'],
  })
  assert.ok(update)
  await assert.rejects(open({ tellOnly: { audiences: ['staff'] } }), /not right/)
})

test('a post that takes the place of one that waited for the morning is told in the morning, though that one never was', async () => {
  const it = await setUp('night')
  const { ctx, clock, open, work, people } = it
  const quietHours = { from: '08:00', until: '11:00', timeZone: 'UTC', exceptCritical: false }
  await changeSubscription(ctx, people.kim, { preferences: { quietHours } })
  const { id } = await open()
  await work()
  const second = await on(it, id, { past: ['told_of_incident', 'told_of_last_post'] })
  await work()
  clock.advance(3 * 3_600_000)
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Identified', 'pat: Identified', 'pat: Investigating'])
  assert.ok((await verdicts(it, second.id)).includes('kim yes'))
})

test('who is no longer among those whom a newer post is for hears the one that it had replaced', async () => {
  const it = await setUp('no-longer')
  const { ctx, open, work, people } = it
  await changeSubscription(ctx, people.kim, { labels: ['gold'] })
  const { id } = await open()
  await work(noMail)
  await postUpdate(ctx, id, { status: 'identified', body: 'We know why.', labels: ['gold'] })
  await work(noMail)
  await changeSubscription(ctx, people.kim, { labels: [] })
  await wakeLanes(ctx)
  await work()
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Investigating', 'pat: Investigating'])
})
