import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicRights } from '../audiences/rights.ts'
import { visible } from '../audiences/visible.ts'
import { changeComponent } from '../components/change.ts'
import { correctStatus } from '../components/correct-status.ts'
import type { ComponentStatus } from '../components/status.ts'
import { InvalidInput } from '../lib/errors.ts'
import { changePage } from '../pages/change.ts'
import { documentsOf } from '../publishing/documents.ts'
import { readSnapshot } from '../publishing/read.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { uptimeOf } from './find.ts'

const database = await testDatabase()
const hour = 3600

/** The API in the US was down for an hour, two hours after all began; then two more hours. Monday, 5 March 2035, 09:00 UTC. */
async function afterAnOutage(seed: string) {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const set = (status: ComponentStatus) => changeComponent(ctx, place.us, { status })
  clock.advance(2 * hour * 1000)
  await set('major_outage')
  clock.advance(hour * 1000)
  await set('operational')
  clock.advance(2 * hour * 1000)
  return { ctx, base, clock, ...place, began: new Date(clock.now().getTime() - 5 * hour * 1000) }
}

test('a component’s figures, its group’s by its rule, and all that they are computed from', async () => {
  const { ctx, us, eu, api, began } = await afterAnOutage('figures')
  const own = await uptimeOf(ctx, us, {})
  assert.equal(own.uptimePercent, 80)
  assert.equal(own.seconds.major_outage, hour)
  assert.equal(own.measuredSeconds, 5 * hour)
  assert.equal(own.downSeconds, hour)
  assert.equal(own.days.length, 90)
  assert.deepEqual(own.days.at(-1)?.uptimePercent, 80)
  assert.equal(own.days[0]?.uptimePercent, null, 'before it was there nothing is known')
  assert.deepEqual(
    own.inputs[0]?.intervals.map(({ status, to }) => [status, to === null]),
    [
      ['operational', false],
      ['major_outage', false],
      ['operational', true],
    ],
  )

  const group = await uptimeOf(ctx, api, { from: began })
  assert.equal(group.uptimePercent, 80)
  assert.equal(group.noDataSeconds, 0)
  assert.deepEqual(new Set(group.inputs.map((one) => one.component)), new Set([api, us, eu]))
  await changeComponent(ctx, api, { rollUp: 'best' })
  assert.equal((await uptimeOf(ctx, api, {})).uptimePercent, 100, 'one part that works is enough')
})

test('a correction counts, what it replaced does not', async () => {
  const { ctx, us, began } = await afterAnOutage('correction')
  const at = (hours: number) => new Date(began.getTime() + hours * hour * 1000).toISOString()
  await correctStatus(ctx, us, { status: 'partial_outage', from: at(2), to: at(3), reason: 'One rack of three.' })
  const corrected = await uptimeOf(ctx, us, {})
  assert.equal(corrected.uptimePercent, 94)
  assert.equal(corrected.seconds.major_outage, 0)
  assert.equal(corrected.measuredSeconds, 5 * hour)
})

test('times that cannot be told of are refused with their place', async () => {
  const { ctx, us } = await afterAnOutage('refused')
  const now = ctx.now().getTime()
  const cases = [
    ['/to', { to: new Date(now + 1000) }],
    ['/to', { from: new Date(now), to: new Date(now) }],
    ['/from', { from: new Date(now - 400 * 86_400_000) }],
  ] as const
  for (const [pointer, span] of cases)
    await assert.rejects(uptimeOf(ctx, us, span), (error) => {
      assert.ok(error instanceof InvalidInput)
      assert.equal(error.problems[0]?.pointer, pointer)
      return true
    })
})

test('the page shows it until it is told not to', async () => {
  const { ctx, base, page } = await afterAnOutage('shown')
  const edition = { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: 'one' }
  const paths = async () => {
    const snapshot = await readSnapshot(base, page, new Map())
    assert.ok(snapshot)
    const documents = documentsOf(visible(snapshot, publicRights), edition)
    const front = String(documents.find(({ path }) => path === '/')?.render?.() ?? '')
    return { hasBars: front.includes('class="bars"'), hasPage: documents.some(({ path }) => path === '/uptime'), front }
  }
  const shown = await paths()
  assert.match(shown.front, /80\.00 % over 1 day/)
  assert.deepEqual([shown.hasBars, shown.hasPage], [true, true])
  await changePage(ctx, page, { showUptime: false })
  const hidden = await paths()
  assert.deepEqual([hidden.hasBars, hidden.hasPage], [false, false])
  assert.doesNotMatch(hidden.front, /uptime/i)
})
