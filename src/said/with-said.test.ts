import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frameOf } from '../publishing/frame.ts'
import { home } from '../publishing/html/home.ts'
import { flatten } from '../publishing/tree.ts'
import { acme, at, fine } from '../test/acme-snapshot.ts'
import type { Said } from './entry.ts'
import { markedVersion, withSaid } from './with-said.ts'

const now = at('2026-11-22T15:50:00Z')
const said = (changes: Partial<Said> = {}): Said => ({
  id: 'said00000001',
  page: 'pageacme0001',
  on: null,
  title: 'Sign-in fails',
  status: 'investigating',
  body: 'Nobody can sign in. We are looking into it.',
  components: { 'api-eu': 'major_outage' },
  notify: true,
  at: at('2026-11-22T15:49:00Z'),
  by: 'kim',
  ...changes,
})
const statusOf = (snapshot: ReturnType<typeof acme>, key: string) =>
  flatten(snapshot.components).find(({ node }) => node.key === key)?.node.status

test('a post opens an incident with its components, which their group follows', () => {
  const marked = withSaid(fine(), [said()], now)
  const [incident] = marked.incidents
  assert.equal(incident?.id, 'said00000001')
  assert.equal(incident?.impact, 'critical')
  assert.deepEqual(incident?.updates[0]?.affected, [
    { id: 'apieu0000000', name: 'API · Europe', from: 'operational', to: 'major_outage' },
  ])
  assert.equal(statusOf(marked, 'api-eu'), 'major_outage')
  assert.equal(statusOf(marked, 'api'), 'major_outage')
  assert.equal(statusOf(marked, 'web'), 'operational')
  assert.deepEqual(marked.history[0], { month: '2026-11', incidents: ['said00000001', 'payfail00000'] })
  const front = home(frameOf(marked, { style: '/a.css', script: '/a.js' }))
  assert.match(front, /Sign-in fails/)
  assert.match(
    front,
    /Announced by our operators <time datetime="2026-11-22T15:49:00.000Z"[^>]*>22 November 2026, 10:49 EST/,
  )
})

test('what goes on with an incident, and ends it, gives its components back to what else is open', () => {
  const ended = withSaid(
    acme(),
    [said({ id: 'said00000002', on: 'slowapi00000', title: null, status: 'resolved', components: {} })],
    now,
  )
  const incident = ended.incidents.find(({ id }) => id === 'slowapi00000')
  assert.equal(incident?.status, 'resolved')
  assert.equal(incident?.updates.length, 3)
  assert.equal(statusOf(ended, 'api-us'), 'operational')
  assert.equal(statusOf(ended, 'api'), 'operational')
  const both = [
    said({ components: { 'api-us': 'major_outage' } }),
    said({ id: 'said00000003', on: 'said00000001', title: null, status: 'resolved', components: {}, at: now }),
  ]
  assert.equal(statusOf(withSaid(acme(), both, now), 'api-us'), 'degraded_performance')
})

test('what the database has already is not shown twice, and the version differs for each set of entries', () => {
  const inDatabase = withSaid(acme(), [said()], now)
  const again = withSaid({ ...inDatabase, version: 8 }, [said()], now)
  assert.deepEqual(again.incidents, inDatabase.incidents)
  const versions = [[], [said()], [said({ id: 'said00000009' })], [said(), said({ id: 'said00000009' })]]
  assert.equal(new Set(versions.map((entries) => markedVersion(7, entries))).size, 4)
  assert.ok(versions.every((entries) => Math.floor(markedVersion(7, entries)) === 7))
  assert.deepEqual(withSaid(acme(), [], now), acme())
})

test('a post about an incident that the page does not have changes nothing', () => {
  const { version: _, publishedAt: __, ...marked } = withSaid(acme(), [said({ on: 'nothing00000', title: null })], now)
  const { version: ___, publishedAt: ____, ...plain } = acme()
  assert.deepEqual(marked, plain)
})
