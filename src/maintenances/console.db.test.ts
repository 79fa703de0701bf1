import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incidentShape } from '../incidents/shape.ts'
import { acme } from '../test/acme.ts'
import { shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { maintenancePages } from './console.ts'

const database = await testDatabase()
const path = '/console/maintenances'

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  const place = await acme(ctx)
  return { ctx, place, ...testConsole(ctx, maintenancePages) }
}

const work = (page: string, components: string[]) => ({
  page,
  title: 'New database servers',
  body: 'We move card payments to new servers.',
  scheduledFor: '2035-03-06T02:00',
  scheduledUntil: '2035-03-06T03:30',
  components,
  notify: 'on',
})

test('planned work is announced at times of the page’s own zone', async () => {
  const { ctx, place, see, submit } = await setUp('plan')
  shows(await see(path), /No work is planned\./)
  shows(await see(`${path}/new`), /Starts, in America\/New York.*value="2035-03-06T02:00"/s)
  const to = await submit(`${path}/new`, work(place.page, [place.payments, place.us]))
  const planned = await incidentShape(ctx, to.split('/').at(-1)!)
  assert.deepEqual(planned.scheduledFor, new Date('2035-03-06T07:00:00Z'))
  assert.deepEqual(planned.scheduledUntil, new Date('2035-03-06T08:30:00Z'))
  assert.deepEqual(Object.keys(planned.components).sort(), ['api-us', 'payments'])
  shows(await see(path), /New database servers.*6 March, 02:00 EST/s)
})

test('a time that does not exist, or an end before the start, is said beside the field', async () => {
  const { place, refused } = await setUp('wrong')
  const skipped = { ...work(place.page, [place.web]), scheduledFor: '2035-03-11T02:30' }
  const page = await refused(`${path}/new`, skipped)
  shows(page, /id="f-scheduledFor-error">Clocks in America\/New_York skip this time/)
  shows(page, /value="New database servers"/)
  shows(page, new RegExp(`value="${place.web}" checked`))
  const early = await refused(`${path}/new`, { ...work(place.page, []), scheduledUntil: '2035-03-06T01:00' })
  shows(early, /id="f-scheduledUntil-error">Expected a moment after/)
})

test('the address of planned work leads to its page', async () => {
  const { app, ctx, place, submit } = await setUp('address')
  const to = await submit(`${path}/new`, work(place.page, []))
  const headers = { host: 'status.test', cookie: 'upfront=viewer' }
  const response = await app.request(`${path}/${to.split('/').at(-1)}`, { headers })
  assert.equal(response.headers.get('location'), to)
  assert.ok(ctx.org)
})
