import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { changeAccess } from '../access/change.ts'
import { loadAccess } from '../access/load.ts'
import { sealSession, sessionName } from '../access/session.ts'
import { createAccounts } from '../accounts/accounts.ts'
import { createComponent } from '../components/create.ts'
import { usualBlocks } from '../content/blocks.ts'
import { changeContent } from '../content/change.ts'
import { correctUpdate } from '../incidents/correct-update.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { createMetric } from '../metrics/create.ts'
import { drawMetrics } from '../metrics/draw.ts'
import { feedMetric } from '../metrics/feed.ts'
import { readAssets } from '../publishing/assets.ts'
import { documentsOf } from '../publishing/documents.ts'
import { readSnapshot } from '../publishing/read.ts'
import { allRoutes } from '../routes.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readerAt, readingServer } from '../test/reading.ts'
import { filled } from '../test/route-matrix.ts'
import { createAudience } from './create.ts'
import type { Reader } from './reader.ts'
import { anybody } from './reader.ts'
import { visible } from './visible.ts'

const { ctx, base, clock } = await testContext(await testDatabase(), { seed: 'leak' })
const place = await acme(ctx)
const page = place.page
await changeAccess(ctx, page, { subscribers: true })
await createAudience(ctx, {
  page,
  key: 'gold',
  name: 'zqNAMEqz',
  attributes: [{ name: 'plan', values: ['gold'] }],
})
// Each mark stands for those who may read it.
const hidden = await createComponent(ctx, { page, key: 'zqgoldkeyqz', name: 'Gold zqgoldqz', audiences: ['gold'] })
await createComponent(ctx, {
  page,
  key: 'zqgoldpartqz',
  name: 'Part zqgoldqz',
  parent: hidden.id,
  description: 'zqgoldqz',
})
const open = (title: string, more: object) =>
  openIncident(ctx, { page, title, status: 'investigating', body: `Text ${title}`, ...more })
const gold = await open('One zqgoldqz', { components: { zqgoldpartqz: 'major_outage' } })
const staff = await open('Two zqstaffqz', { audiences: ['staff'], components: { web: 'operational' } })
const member = await open('Three zqsubsqz', { audiences: ['subscribers', 'gold'] })
const forAll = await open('Four for all', {
  components: { web: 'degraded_performance', zqgoldpartqz: 'partial_outage' },
})
await postUpdate(ctx, forAll.id, { status: 'investigating', body: 'A note zqstaffqz', audiences: ['staff'] })
const inOtherWords = await postUpdate(ctx, forAll.id, {
  status: 'investigating',
  body: 'For all others.',
  texts: [
    { audience: 'gold', body: 'Words zqgoldqz', translations: { de: { body: 'Worte zqgoldqz' } }, short: 'zqgoldqz' },
    { audience: 'subscribers', body: 'Words zqsubsqz' },
    { audience: 'staff', body: 'Words zqstaffqz' },
  ],
})
await changeContent(ctx, page, {
  announcement: { text: 'Told zqgoldqz', audiences: ['gold'] },
  faq: [
    { question: 'For all?', answer: 'Yes.' },
    { question: 'Why zqstaffqz?', answer: 'Because zqstaffqz.', audiences: ['staff'] },
    { question: 'Which zqgoldqz?', answer: 'That zqgoldqz.', audiences: ['gold'] },
  ],
  contacts: [{ kind: 'address', value: 'Room zqsubsqz', audiences: ['subscribers', 'gold'] }],
  texts: [{ key: 'zqgoldtextqz', text: 'Promised zqgoldqz', audiences: ['gold'] }],
  blocks: [...usualBlocks, 'text:zqgoldtextqz', 'metrics'],
})
const { id: seen } = await createMetric(ctx, { page, key: 'seen', name: 'For all' })
await feedMetric(ctx, seen, { points: [{ value: 1 }] })
const measured = await createMetric(ctx, {
  page,
  key: 'zqgoldmetricqz',
  name: 'Measured zqgoldqz',
  unit: 'zqgoldqz',
  audiences: ['gold'],
})
await feedMetric(ctx, measured.id, { points: [{ value: 1 }] })
await drawMetrics(ctx)
// Whoever asks without a token may call these; those of readers' pages are there already.
const routes = allRoutes({ accounts: createAccounts() }).filter(({ method }) => method === 'GET')
const { publisher, origin } = await readingServer(
  base,
  routes.filter(({ path }) => path.startsWith('/api/v1/')),
)
await publisher.reconcile()
const home = `/p/acme-${page}`

const access = await loadAccess(ctx, page)
const readers: Record<string, { reader: Partial<Reader>; sees: string[] }> = {
  anonymous: { reader: {}, sees: [] },
  subscriber: { reader: { email: 'pat@customer.example', subscriber: true }, sees: ['zqsubsqz'] },
  member: { reader: { attributes: { plan: ['gold'] } }, sees: ['zqsubsqz', 'zqgoldqz'] },
  staff: { reader: { staff: true }, sees: ['zqsubsqz', 'zqgoldqz', 'zqstaffqz'] },
}
const marks = ['zqsubsqz', 'zqgoldqz', 'zqstaffqz']
const ids = { zqgoldqz: [hidden.id, gold.id, measured.id], zqstaffqz: [staff.id], zqsubsqz: [member.id] }

function as(name: string) {
  const browser = readerAt(origin)
  const { admitted: _, ...reader } = { ...anybody, ...readers[name]!.reader }
  const session = {
    ...reader,
    attributes: Object.fromEntries(Object.entries(reader.attributes).map(([key, values]) => [key, [...values]])),
    id: name,
    page,
    epoch: access?.epoch ?? 0,
    until: clock.now().getTime() + 3_600_000,
    way: 'mail',
    identity: name,
  }
  if (name !== 'anonymous') browser.cookies.set(sessionName(page, false), sealSession(ctx, session))
  return browser
}

const edition = readAssets(join(import.meta.dirname, '../../public'))

/** Every path that anybody, or staff, can ask of the page: what is published for all, and what is made for those who see all of it. */
async function paths(): Promise<string[]> {
  const site = publisher.hosts().locate('127.0.0.1', `acme-${page}`)!
  await publisher.settled()
  const whole = await readSnapshot(base, page, new Map())
  const all = documentsOf(visible(whole!, 'all'), edition).map(({ path }) => path)
  const own = [...new Set([...site.records().keys(), ...all])]
  const incidents = [gold, staff, member, forAll].flatMap(({ id }) => [`/incidents/${id}`, `/incidents/${id}/`])
  return [...own, ...incidents, '/nothing', '/incidents/nothing00000', '/search?q=zq', '/sitemap.xml', '/events.json']
}

for (const name of Object.keys(readers))
  test(`what ${name} may not see is in no answer`, async () => {
    const browser = as(name)
    const { sees } = readers[name]!
    let seen = ''
    for (const path of await paths()) {
      const response = await browser.get(home + path)
      const text = `${[...response.headers].join('\n')}\n${await response.text()}`
      seen += text
      for (const mark of marks.filter((one) => !sees.includes(one))) {
        const told = [mark, ...ids[mark as keyof typeof ids].filter((id) => !path.includes(id))]
        for (const one of told) assert.ok(!text.includes(one), `${one} for ${name} in ${path}`)
      }
      if (name !== 'anonymous' && !path.startsWith('/assets/') && response.status === 200)
        assert.equal(response.headers.get('cache-control'), 'private, no-store', path)
    }
    for (const mark of sees) assert.ok(seen.includes(mark), `${mark} for ${name} is nowhere`)
    assert.ok(!seen.includes('zqNAMEqz'), 'what an audience is called is nobody’s business')
  })

/** What varies in a path is filled with everything that is hidden, and with nothing. */
test('no route that takes a GET tells what is hidden, whatever it is asked for', async () => {
  const named = [...Object.values(ids).flat(), 'zqgoldkeyqz', 'zqgoldpartqz', 'gold', 'nothing00000']
  const asked = routes
    .filter(({ path }) => /^\/(api\/v1|subscribe|sign-in|u|p\/\{slug\})(\/|$)/.test(path))
    .map(({ path }) => path.replace('{slug}', `acme-${page}`))
    .flatMap((path) => (path.startsWith('/api/') ? named.slice(0, 1) : named).map((name) => filled(path, name)))
  assert.ok(asked.length > 100)
  for (const name of ['anonymous', 'subscriber']) {
    const browser = as(name)
    for (const path of new Set(asked)) {
      const response = await browser.get(path)
      const text = `${[...response.headers].join('\n')}\n${await response.text()}`.replaceAll(path, '')
      assert.ok(response.status < 500, `${response.status} in ${path}`)
      if (path.startsWith('/api/v1/') && path !== '/api/v1/openapi.json') assert.equal(response.status, 401, path)
      const told = [...marks, 'zqNAMEqz', ...Object.values(ids).flat()].filter(
        (one) => !readers[name]!.sees.includes(one),
      )
      for (const one of told)
        if (!path.includes(one) && !(name === 'subscriber' && one === member.id))
          assert.ok(!text.includes(one), `${one} for ${name} in ${path}`)
    }
  }
})

test('a hidden incident answers as one that never was, byte by byte', async () => {
  const browser = as('anonymous')
  const said = async (id: string) => {
    const response = await browser.get(`${home}/incidents/${id}`)
    const headers = [...response.headers].filter(([header]) => header !== 'date')
    return JSON.stringify([response.status, headers, await response.text()])
  }
  const never = await said('nothing00000')
  for (const { id } of [gold, staff, member]) assert.equal(await said(id), never)
})

test('each reader finds what they may see, and nothing else', async () => {
  for (const name of Object.keys(readers)) {
    const text = await (await as(name).get(`${home}/search?q=zqgoldqz`)).text()
    const isFound = text.includes(`/incidents/${gold.id}`)
    assert.equal(isFound, readers[name]!.sees.includes('zqgoldqz'), name)
  }
})

test('what happens out of sight changes nothing in sight', async () => {
  const asked = await paths()
  const everything = async () => {
    const browser = as('anonymous')
    const all: string[] = []
    for (const path of asked) {
      const response = await browser.get(home + path)
      all.push(`${path} ${response.headers.get('etag')} ${await response.text()}`)
    }
    return all
  }
  const before = await everything()
  const streams = as('anonymous')
  const stream = (await streams.get(`${home}/events`)).body!.getReader()
  const own = (await as('member').get(`${home}/events`)).body!.getReader()
  const first = await read(stream)
  const mine = await read(own)
  assert.notEqual(versionIn(first), versionIn(mine))
  clock.advance(60_000)
  await postUpdate(ctx, gold.id, {
    status: 'identified',
    body: 'More zqgoldqz',
    components: { zqgoldpartqz: 'partial_outage' },
  })
  await postUpdate(ctx, forAll.id, { status: 'investigating', body: 'More zqstaffqz', audiences: ['staff'] })
  await open('Five zqstaffqz', { audiences: ['staff'] })
  const texts = [{ audience: 'gold', body: 'Right words zqgoldqz' }]
  await correctUpdate(ctx, forAll.id, inOtherWords.id, { texts, notify: false })
  clock.advance(300_000)
  await feedMetric(ctx, measured.id, { points: [{ value: 2 }] })
  await drawMetrics(ctx)
  await changeContent(ctx, page, { announcement: { text: 'Told otherwise zqgoldqz', audiences: ['gold'] } })
  await publisher.reconcile()
  assert.deepEqual(await everything(), before)
  assert.match(await read(own), /event: published/)
  await open('Six for all', {})
  await publisher.reconcile()
  const told = await read(stream)
  // Had the change out of sight been told, it would stand here first.
  assert.equal(told.match(/event: published/g)?.length, 1)
  assert.notDeepEqual(await everything(), before)
  await Promise.all([stream.cancel(), own.cancel()])
})

async function read(stream: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await stream.read()
  return Buffer.from(value ?? []).toString()
}
const versionIn = (text: string) => /"version":([\d.]+)/.exec(text)?.[1]
