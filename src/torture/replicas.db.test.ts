import assert from 'node:assert/strict'
import { test } from 'node:test'
import { postUpdate } from '../incidents/post-update.ts'
import { recurring, recurringAmongMany, watching } from '../jobs.ts'
import { scheduleMaintenance } from '../maintenances/schedule.ts'
import { runOnce } from '../queue/recurring.ts'
import { changeSubscription } from '../subscribers/change.ts'
import { fanOutStage } from '../test/fan-out.ts'

const { server, setUp } = await fanOutStage()
const [hour, minute] = [3_600_000, 60_000]

test('three processes that look at the same moment begin and end planned work once, and send each digest once', async () => {
  const { ctx, base, clock, page, people, open, work, at } = await setUp('replicas')
  const now = clock.now().getTime()
  const [from, until] = [now + 2 * hour, now + 3 * hour].map((time) => new Date(time).toISOString())
  const { id } = await scheduleMaintenance(ctx, {
    ...{ page, title: 'A new switch', body: 'The API is slow for an hour.', components: [], notify: true },
    ...{ scheduledFor: from!, scheduledUntil: until! },
  })
  await changeSubscription(ctx, people.kim, { preferences: { digest: 'daily' } })
  const incident = await open()
  await postUpdate(ctx, incident.id, { status: 'resolved', body: 'Over.' })
  await work()
  const edge = async (time: number) => {
    clock.set(new Date(time))
    await Promise.all(
      [1, 2, 3].flatMap(() =>
        [...recurring, ...recurringAmongMany(base), ...watching].map((task) => runOnce(base, task)),
      ),
    )
    await work()
  }
  for (const time of [now + 2 * hour, now + 2 * hour + minute, now + 3 * hour, now + 24 * hour]) await edge(time)
  const posts = await ctx.db
    .selectFrom('incident_updates')
    .select('status')
    .where('incident_id', '=', id)
    .orderBy('number')
    .execute()
  assert.deepEqual(
    posts.map(({ status }) => status),
    ['scheduled', 'in_progress', 'completed'],
  )
  const told = server.mails.filter((mail) => mail.to[0] === at('pat')).map((mail) => mail.parsed.messageId)
  assert.equal(new Set(told).size, told.length, 'nobody hears of anything twice')
  const digests = await ctx.db
    .selectFrom('letters')
    .select('recipient')
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'digest')
    .execute()
  assert.deepEqual(digests, [{ recipient: at('kim') }])
})
