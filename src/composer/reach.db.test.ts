import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { createAccount } from '../channel-accounts/create.ts'
import { channelOf } from '../channels/index.ts'
import { findPage } from '../pages/find.ts'
import { addSubscriber } from '../subscribers/add.ts'
import type { PreferenceChange } from '../subscribers/preferences.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { reachOf } from './reach.ts'
import { sketchOf } from './sketch.ts'

const database = await testDatabase()
const twilio = channelOf('twilio-sms')!

test('who would be told, on which channel, by which rule, and at what cost', async () => {
  const { ctx } = await testContext(database, { seed: 'reach' })
  const { page: id, us } = await acme(ctx)
  const page = await findPage(ctx, id)
  const gold = await createAudience(ctx, { page: id, key: 'gold', name: 'Gold', domains: ['gold.example'] })
  const people: [string, string[] | null, PreferenceChange][] = [
    ['all@customer.example', null, {}],
    ['also@customer.example', null, {}],
    ['us@gold.example', ['api-us'], {}],
    ['eu@gold.example', ['api-eu'], {}],
    ['digest@customer.example', null, { digest: 'daily' }],
  ]
  for (const [email, components, preferences] of people)
    await addSubscriber(ctx, { page: id, email, components, confirmed: true, preferences })
  const values = {
    title: 'Slow',
    status: 'investigating',
    body: 'It is slow.',
    notify: 'on',
    [`component.${us}`]: 'major_outage',
  }
  const sketch = await sketchOf(ctx, { page, details: null, values })
  const reach = await reachOf(ctx, page, sketch)
  assert.deepEqual([reach.isEstimate, reach.told, reach.notTold], [false, 3, 2])
  assert.equal(reach.told, sketch.tells, 'the button counts the same')
  assert.deepEqual(reach.reasons.map(({ reason, count }) => `${count} ${reason}`).toSorted(), [
    '1 does not follow an affected component',
    '1 follows API · US, which is affected',
    '1 gets a daily digest',
    '2 follows everything',
  ])
  const limited = await sketchOf(ctx, { page, details: null, values: { ...values, audiences: [gold.id] } })
  assert.deepEqual((await reachOf(ctx, page, limited)).told, 1, 'only those who may see it')

  // As a number that was proven stands there: what a text message costs follows from how long it is.
  await ctx.db
    .updateTable('subscribers')
    .set({ channel: 'sms' })
    .where('email', '=', 'all@customer.example')
    .where('org_id', '=', ctx.org)
    .execute()
  const sms = async () => (await reachOf(ctx, page, sketch)).channels.find(({ channel }) => channel === 'sms')
  const unpriced = await sms()
  assert.deepEqual([unpriced?.told, unpriced?.cost], [1, null])
  assert.ok(unpriced?.units && unpriced.units >= 1)
  await createAccount(ctx, {
    key: 'twilio',
    kind: 'twilio-sms',
    settings: { ...(twilio.sample.settings as Record<string, unknown>) },
    price: { amount: 0.05, currency: 'EUR' },
  })
  assert.deepEqual((await sms())?.cost, { amount: unpriced.units * 0.05, currency: 'EUR' })
})
