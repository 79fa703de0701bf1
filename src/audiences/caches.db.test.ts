import assert from 'node:assert/strict'
import { test } from 'node:test'
import { admitStaff } from '../access/admit-staff.ts'
import { changeAccess } from '../access/change.ts'
import { loadAccess } from '../access/load.ts'
import { sealSession, sessionName } from '../access/session.ts'
import { changeContent } from '../content/change.ts'
import { openIncident } from '../incidents/open.ts'
import { createPage } from '../pages/create.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readingServer } from '../test/reading.ts'

const { ctx, base, clock } = await testContext(await testDatabase(), { seed: 'caches' })
const { page } = await acme(ctx)
await changeAccess(ctx, page, { subscribers: true })
const post = { page, status: 'investigating', body: 'Text' } as const
await openIncident(ctx, { ...post, title: 'For all' })
const own = await openIncident(ctx, { ...post, title: 'For members', audiences: ['subscribers'] })
const { publisher, origin } = await readingServer(base)
await publisher.reconcile()
const home = `${origin}/p/acme-${page}`
const session = {
  ...{ id: 'one', page, epoch: (await loadAccess(ctx, page))!.epoch, until: clock.now().getTime() + 3_600_000 },
  ...{ way: 'mail', identity: 'pat', email: 'pat@customer.example', subscriber: true, attributes: {}, staff: false },
}
const member = { cookie: `${sessionName(page, false)}=${sealSession(ctx, session)}` }
const anonymous = {}

type Headers = Record<string, string>
const direct = async (path: string, headers: Headers) => {
  const response = await fetch(home + path, { headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** A cache as HTTP allows it: keeps whatever is public for as long as it likes, and tells requests apart by Vary. */
function cache() {
  const kept = new Map<string, { asked: Headers; answer: Awaited<ReturnType<typeof direct>> }[]>()
  return async (path: string, headers: Headers) => {
    const there = kept.get(path)?.find(({ asked, answer }) =>
      (answer.headers.get('vary') ?? '')
        .toLowerCase()
        .split(/, */)
        .every((name) => asked[name] === headers[name]),
    )
    if (there) return there.answer
    const answer = await direct(path, headers)
    const isPublic = answer.headers.get('cache-control')?.includes('public')
    if (isPublic) kept.set(path, [...(kept.get(path) ?? []), { asked: headers, answer }])
    return answer
  }
}

async function paths() {
  const site = publisher.hosts().locate('127.0.0.1', `acme-${page}`)!
  await publisher.settled()
  return [...site.records().keys(), `/incidents/${own.id}`, `/incidents/${own.id}/`, '/history/', '/nothing']
}

// S-CACHE-1, S-CACHE-2: on a page that some see more of.
for (const [first, second] of [
  [anonymous, member],
  [member, anonymous],
])
  test(`behind a cache a ${first === member ? 'signed-in' : 'anonymous'} reader’s page is not given to the other`, async () => {
    const cached = cache()
    for (const path of await paths()) {
      await cached(path, first!)
      const [given, right] = [await cached(path, second!), await direct(path, second!)]
      assert.deepEqual([given.status, given.text], [right.status, right.text], path)
    }
  })

test('the address of a feed with a token in a header is told apart, too', async () => {
  for (const path of ['/', '/feed.json', '/history.rss', '/nothing', '/api/v2/summary.json'])
    assert.match((await direct(path, anonymous)).headers.get('vary')!, /Accept-Encoding.*, Cookie, Authorization/, path)
})

test('what is the same for everybody is kept for everybody', async () => {
  const style = (await paths()).find((path) => path.endsWith('.css'))!
  assert.equal((await direct(style, anonymous)).headers.get('vary'), 'Accept-Encoding')
})

test('not modified says so as well', async () => {
  const etag = (await direct('/', anonymous)).headers.get('etag')!
  const again = await direct('/', { 'if-none-match': etag })
  assert.equal(again.status, 304)
  assert.match(again.headers.get('vary')!, /, Cookie, Authorization/)
})

test('where nobody can sign in, cookies do not matter to caches', async () => {
  await createPage(ctx, { slug: 'open', name: 'Open', timeZone: 'UTC' })
  await publisher.reconcile()
  const response = await fetch(`${origin}/p/open`)
  assert.equal(response.headers.get('vary'), 'Accept-Encoding')
  await response.body?.cancel()
})

test('on a page where nobody else signs in, a colleague who comes from the console sees what is for staff', async () => {
  const { id } = await createPage(ctx, { slug: 'staffed', name: 'Staffed', timeZone: 'UTC' })
  await changeContent(ctx, id, { announcement: { text: 'For us alone', audiences: ['staff'] } })
  assert.equal(await loadAccess(ctx, id), null)
  await admitStaff(ctx, id)
  const { epoch, version } = (await loadAccess(ctx, id))!
  await admitStaff(ctx, id)
  assert.equal((await loadAccess(ctx, id))!.version, version)
  await publisher.reconcile()
  const alice = {
    ...session,
    page: id,
    epoch,
    way: 'staff',
    identity: 'staff:Alice',
    email: null,
    staff: true,
  } as const
  const cookie = `${sessionName(id, false)}=${sealSession(ctx, { ...alice, subscriber: false })}`
  const seen = async (headers: Headers) =>
    (await (await fetch(`${origin}/p/staffed`, { headers })).text()).includes('For us alone')
  assert.deepEqual([await seen({}), await seen({ cookie })], [false, true])
})
