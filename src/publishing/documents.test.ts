import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, at, component, pastPayments, slowApi } from '../test/acme-snapshot.ts'
import { documentsOf, type Edition } from './documents.ts'
import type { Snapshot } from './snapshot.ts'

const edition: Edition = { assets: { style: '/assets/a.css', script: '/assets/a.js' }, files: [], edition: 'one' }
const changed = (before: Snapshot, after: Snapshot, later = edition) => {
  const old = new Map(documentsOf(before, edition).map((one) => [one.path, one.fingerprint]))
  return documentsOf(after, later)
    .filter((one) => old.get(one.path) !== one.fingerprint)
    .map((one) => one.path)
}
const isPage = (path: string) => /^\/(incidents|history\/|history$|subscribe|404)/.test(path)

test('everything that a page publishes', () => {
  const paths = documentsOf(acme(), edition).map((one) => one.path)
  const api = ['summary', 'status', 'components', 'incidents', 'incidents/unresolved', 'scheduled-maintenances']
  for (const name of api) assert.ok(paths.includes(`/api/v2/${name}.json`))
  for (const path of [
    '/',
    '/history',
    '/history/2026-11',
    '/subscribe',
    '/404',
    '/incidents/slowapi00000',
    '/badge.svg',
  ]) {
    assert.ok(paths.includes(path), path)
  }
  assert.equal(new Set(paths).size, paths.length)
})

test('the same state again renders nothing; a new post leaves other incidents’ pages alone', () => {
  assert.deepEqual(changed(acme(), acme({ publishedAt: at('2026-11-22T16:00:00Z') })), [])
  const more = acme({ version: 8, incidents: [slowApi({ status: 'monitoring' }), ...acme().incidents.slice(1)] })
  assert.deepEqual(changed(acme(), more).filter(isPage), ['/incidents/slowapi00000', '/history', '/history/2026-11'])
  assert.ok(changed(acme(), more).includes('/'))
})

test('a correction, a withdrawal, a rename, an upgrade: each is seen', () => {
  const old = pastPayments()
  const [post] = old.updates
  const withPost = (changes: object) => acme({ incidents: [{ ...old, updates: [{ ...post!, ...changes }] }] })
  const page = '/incidents/payfail00000'
  for (const changes of [
    { correctedAt: at('2026-11-19T00:00:00Z') },
    { withdrawn: { at: at('2026-11-19T00:00:00Z'), reason: '' } },
  ]) {
    assert.ok(changed(withPost({}), withPost(changes)).includes(page), JSON.stringify(changes))
  }
  assert.ok(changed(acme(), acme({ version: 8, components: [component('web', 'Web')] })).includes('/subscribe'))
  assert.equal(changed(acme(), acme(), { ...edition, edition: 'two' }).length, documentsOf(acme(), edition).length)
})

test('the front and the page of uptime change with the day, since they speak of the days before', () => {
  assert.deepEqual(
    changed(acme(), acme({ publishedAt: at('2026-11-23T15:45:00Z') })).filter(
      (path) => path === '/' || path === '/uptime',
    ),
    ['/', '/uptime'],
  )
})

test('old incidents are cold; what a snapshot does not hold is kept, not removed', () => {
  const old = pastPayments({ id: 'old000000000', updatedAt: at('2026-01-01T00:00:00Z') })
  const history = [
    { month: '2026-11', incidents: ['slowapi00000'] },
    { month: '2026-01', incidents: ['old000000000', 'absent000000'] },
  ]
  const documents = documentsOf(acme({ incidents: [slowApi(), old], history }), edition)
  const found = (path: string) => documents.find((one) => one.path === path)!
  assert.equal(found('/incidents/old000000000').kind, 'cold')
  assert.equal(found('/incidents/slowapi00000').kind, 'hot')
  assert.equal(found('/incidents/absent000000').render, null)
  assert.equal(found('/history/2026-01').render, null)
})
