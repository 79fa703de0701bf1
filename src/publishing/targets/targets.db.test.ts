import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { guardedOutbound } from '../../lib/guarded-fetch.ts'
import { acme as acmePage } from '../../test/acme.ts'
import { acme, fine } from '../../test/acme-snapshot.ts'
import { type TestBucket, testBucket } from '../../test/bucket.ts'
import { testContext } from '../../test/context.ts'
import { testDatabase } from '../../test/database.ts'
import { publishedSite } from '../../test/published-site.ts'
import { until } from '../../test/until.ts'
import { bucketTarget } from './bucket.ts'
import { keepTarget } from './keep.ts'
import { targetLock } from './lock.ts'
import { isBehind } from './places.ts'

const database = await testDatabase()

async function stage(t: TestContext, options: Parameters<typeof testBucket>[0] = {}) {
  await database.db.deleteFrom('publishing_places').execute()
  const bucket = await testBucket(options)
  const { base, ctx, clock } = await testContext(database, { seed: bucket.url })
  const { page } = await acmePage(ctx)
  const { site, publish } = await publishedSite()
  const shown = (version: number) => ({ listed: { id: page, slug: 'acme', host: null, first: true }, site, version })
  const keeper = () => {
    const one = keepTarget({ base, target: targetFor(bucket, base.now), lock: targetLock(database.url, bucket.url) })
    t.after(() => one.stop())
    return one
  }
  const keys = () => [...bucket.objects.keys()].sort()
  return { bucket, base, clock, page, site, publish, shown, keeper, keys }
}

function targetFor(bucket: TestBucket, now: () => Date, url = `${bucket.url}/status`) {
  const http = guardedOutbound({ allow: [new URL(bucket.url).host] })
  return bucketTarget({ ...bucket, url, http, now })
}

for (const style of ['path', 'host'] as const)
  test(`a page goes into a bucket, ${style} style, and static hosting serves it`, async (t) => {
    const { bucket, base, page, site, publish, shown, keeper, keys } = await stage(t, { style, pageSize: 7 })
    await publish(acme())
    const one = keeper()
    one.arrange([shown(1)], [])
    await until(async () => {
      await one.wake()
      return bucket.objects.has('status/calendar.ics')
    })
    assert.deepEqual(
      bucket.calls.filter(({ status }) => status >= 400 && status !== 404),
      [],
    )
    const expected = [...site.records().keys()].map((path) =>
      path === '/' ? '/index.html' : path === '/404' ? '/404.html' : path,
    )
    const own = keys().filter((key) => !key.startsWith('status/.upfront/'))
    assert.deepEqual(own, expected.map((path) => `status${path}`).sort())
    // What pages refer to is there before them.
    const puts = bucket.calls.filter(({ method }) => method === 'PUT').map(({ key }) => key)
    const front = puts.indexOf('status/index.html')
    assert.ok(puts.every((key, i) => i < front === key.startsWith('status/assets/') || key === 'status/index.html'))
    assert.equal(await isBehind(base.db, { page, version: 1 }), false)
    assert.equal(await isBehind(base.db, { page, version: 2 }), true)

    const origin = await bucket.website('status/')
    const history = await fetch(`${origin}/history`)
    assert.equal(history.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.match(history.headers.get('cache-control') ?? '', /max-age=1\b/)
    assert.match(await (await fetch(origin)).text(), /Acme Cloud/)
    assert.equal((await fetch(`${origin}/nothing`)).status, 404)
    const sheet = /href="(\/assets\/[^"]+\.css)"/.exec(await (await fetch(origin)).text())?.[1]
    assert.match((await fetch(`${origin}${sheet}`)).headers.get('cache-control') ?? '', /immutable/)
  })

test('only what changed is written again, and what is no longer published goes', async (t) => {
  const { bucket, publish, shown, keeper, keys } = await stage(t)
  await publish(acme())
  const one = keeper()
  one.arrange([shown(1)], [])
  await until(() => one.wake().then(() => bucket.objects.has('status/calendar.ics')))
  const incidents = keys().filter((key) => key.startsWith('status/incidents/'))
  bucket.calls.length = 0
  await publish(fine())
  one.changed(shown(2))
  await until(() =>
    one.wake().then(() => keys().filter((key) => key.startsWith('status/incidents/')).length < incidents.length),
  )
  const puts = bucket.calls.filter(({ method }) => method === 'PUT').map(({ key }) => key)
  assert.ok(puts.includes('status/index.html'))
  assert.deepEqual(
    puts.filter((key) => key.startsWith('status/assets/')),
    [],
  )
  assert.ok(
    bucket.calls.findIndex(({ method }) => method === 'DELETE') >
      bucket.calls.findIndex(({ key }) => key === 'status/index.html'),
  )

  // A page that is gone, or private from now on, leaves nothing.
  one.arrange([], [])
  await until(() => one.wake().then(() => bucket.objects.size === 0))
})

test('another process finds what is there, repairs what somebody changed, and removes nothing that is not ours', async (t) => {
  const { bucket, publish, shown, keeper } = await stage(t)
  await publish(acme())
  const first = keeper()
  first.arrange([shown(1)], [])
  await until(() => first.wake().then(() => bucket.objects.has('status/calendar.ics')))
  await first.stop()
  const theirs = { body: Buffer.from('hello'), type: 'text/plain', cache: '', etag: '"theirs"' }
  bucket.objects.set('status/robots-of-theirs.txt', theirs)
  bucket.objects.set('status/index.html', { ...theirs, etag: '"changed"' })
  bucket.objects.delete('status/badge.svg')
  bucket.calls.length = 0
  const second = keeper()
  second.arrange([shown(1)], [])
  await until(() => second.wake().then(() => bucket.objects.has('status/badge.svg')))
  const written = bucket.calls
    .filter(({ method, key }) => method !== 'GET' && !key.includes('.upfront'))
    .map(({ key }) => key)
  assert.deepEqual(written.sort(), ['status/badge.svg', 'status/index.html'])
  assert.equal(bucket.objects.get('status/robots-of-theirs.txt'), theirs)
})

test('a bucket that refuses is left alone for a while, is not waited for, and gets everything when it answers', async (t) => {
  const { bucket, base, clock, page, publish, shown, keeper } = await stage(t)
  await publish(acme())
  const one = keeper()
  bucket.trouble.answer = ({ method }) => (method === 'PUT' ? 403 : null)
  one.arrange([shown(5)], [])
  await until(() => one.wake().then(() => one.standing().failing))
  assert.match(one.standing().failing ?? '', /answered 403 AccessDenied$/)
  assert.equal(JSON.stringify(one.standing()).includes(bucket.secret), false)
  assert.equal(await isBehind(base.db, { page, version: 5 }), false)
  const asked = bucket.calls.length
  one.changed(shown(6))
  await one.wake()
  assert.equal(bucket.calls.length, asked)

  bucket.trouble.answer = null
  clock.advance(10_000)
  await until(() => one.wake().then(() => one.standing().failing === null))
  assert.equal(await isBehind(base.db, { page, version: 6 }), false)
  assert.match(bucket.objects.get('status/index.html')?.body.toString() ?? '', /Acme Cloud/)
})

test('one process at a time writes; when it is gone, another goes on', async (t) => {
  const { bucket, publish, shown, keeper } = await stage(t)
  await publish(acme())
  const [one, two] = [keeper(), keeper()]
  one.arrange([shown(1)], [])
  await one.wake()
  two.arrange([shown(1)], [])
  await two.wake()
  assert.equal(two.standing().publications, 0)
  await one.stop()
  bucket.objects.clear()
  await until(() => two.wake().then(() => bucket.objects.has('status/index.html')))
})
