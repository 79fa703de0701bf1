import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { guardedOutbound } from '../../lib/guarded-fetch.ts'
import { acme } from '../../test/acme-snapshot.ts'
import { testBucket } from '../../test/bucket.ts'
import { fanOutStage } from '../../test/fan-out.ts'
import { publishedSite } from '../../test/published-site.ts'
import { until } from '../../test/until.ts'
import { bucketTarget } from './bucket.ts'
import { keepTarget } from './keep.ts'
import { targetLock } from './lock.ts'

const { server, setUp } = await fanOutStage()

/** How many mails had left when the bucket took the page with the post. */
async function mailsBefore(t: TestContext, seed: string, publishWait: number) {
  const { ctx, base, page, open, work, at, database } = await setUp(seed, { publishWait })
  await database.db.deleteFrom('publishing_places').execute()
  const bucket = await testBucket()
  const http = guardedOutbound({ allow: [new URL(bucket.url).host] })
  const target = bucketTarget({ ...bucket, url: `${bucket.url}/status`, http, now: base.now })
  const keeper = keepTarget({ base, target, lock: targetLock(database.url, bucket.url) })
  t.after(() => keeper.stop())
  const { site, publish } = await publishedSite()
  const show = async () => {
    await publish(acme())
    const row = await ctx.db.selectFrom('pages').select('version').where('id', '=', page).executeTakeFirstOrThrow()
    const listed = { id: page, slug: 'acme', host: null, first: true as const }
    keeper.arrange([{ listed, site, version: row.version }], [])
  }
  await show()
  await until(async () => {
    await keeper.wake()
    return bucket.objects.has('status/index.html')
  })
  const left: number[] = []
  bucket.trouble.answer = ({ method, key }) => {
    if (method === 'PUT' && key === 'status/index.html') left.push(server.mails.length)
    return null
  }
  await open()
  const telling = work()
  // The post is in the database, and the page with it is not in the bucket. Who does not wait has told them by now.
  if (publishWait === 0) await telling
  else await wait(500)
  await show()
  await keeper.wake()
  await telling
  assert.deepEqual(server.mails.map((mail) => mail.to[0]).sort(), [at('kim'), at('pat')])
  return left
}

test('mail leaves when the bucket has the page with the post, and not before', async (t) => {
  assert.deepEqual(await mailsBefore(t, 'told-after', 120), [0])
})

test('where nobody waits for the bucket, mail is first', async (t) => {
  assert.deepEqual(await mailsBefore(t, 'told-first', 0), [2])
})
