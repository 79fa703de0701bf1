import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { livePast, withMetrics } from './past.ts'
import { past } from './past-incidents.ts'

const database = await testDatabase()

test('the example has three months behind it, all of it over, and nobody is told', async () => {
  const { ctx, base, clock } = await testContext(database)
  Object.assign(process.env, acmeTokens)
  await livePast(base, await acmeFile(await testFolder(), withMetrics))
  const incidents = await ctx.db.selectFrom('incidents').selectAll().orderBy('started_at').execute()
  assert.equal(incidents.length, past.length + 1)
  const open = incidents.filter(({ resolved_at }) => !resolved_at)
  assert.deepEqual(
    open.map(({ status }) => status),
    ['scheduled'],
  )
  const late = incidents.filter(({ resolved_at }) => resolved_at && resolved_at > clock.now())
  assert.deepEqual(late, [])
  const components = await ctx.db.selectFrom('components').select(['key', 'status']).execute()
  assert.deepEqual(
    components.filter(({ status }) => status !== 'operational'),
    [],
  )
  const told = await ctx.db.selectFrom('incident_updates').select('id').where('notify', '=', true).execute()
  assert.deepEqual(told, [])
  const ends = await ctx.db.selectFrom('status_intervals').select('status').where('ends_at', 'is', null).execute()
  assert.equal(ends.length, components.length)
  const points = await ctx.db
    .selectFrom('metric_points')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow()
  assert.ok(Number(points.n) > 3000)
})

test('the example’s file keeps a line to put the charts behind', async () => {
  const example = await readFile(`${import.meta.dirname}/../../examples/acme/upfront.yaml`, 'utf8')
  assert.notEqual(withMetrics(example), example)
})
