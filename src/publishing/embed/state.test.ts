import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { acme, at, fine, incident, plannedWork, slowApi } from '../../test/acme-snapshot.ts'
import { frameOf } from '../frame.ts'
import { languages } from '../languages/index.ts'
import { compress } from '../site/entry.ts'
import { headersFor } from '../site/headers.ts'
import type { Snapshot } from '../snapshot.ts'
import { embedState } from './state.ts'

const state = (snapshot: Snapshot) => embedState(frameOf(snapshot, { style: '/a.css', script: '/a.js' }))
const script = readFileSync(join(import.meta.dirname, '../../../public/embed.js'))

test('the state in every language, and what is open', () => {
  const { tone, open, words } = JSON.parse(state(acme()))
  assert.equal(tone, 'degraded')
  assert.deepEqual(open, [{ id: 'slowapi00000', title: 'Slower responses from API · US' }])
  assert.deepEqual(
    Object.keys(words),
    languages.map(({ lang }) => lang),
  )
  assert.deepEqual(words.de, {
    label: 'Status von Acme Cloud',
    what: 'Langsamer oder unzuverlässiger als sonst',
    details: 'Mehr dazu',
    close: 'Schließen',
  })
  assert.equal(JSON.parse(state(fine())).words.en.what, 'Everything is working')
})

test('three at most, no notices, and nothing that is only planned', () => {
  const running = plannedWork({ id: 'running00000', status: 'in_progress' })
  const notice = incident('notice', { kind: 'notice', status: 'posted' })
  const many = ['a', 'b', 'c', 'd'].map((key) => incident(key, {}))
  const open = (incidents: Snapshot['incidents']) =>
    JSON.parse(state(acme({ incidents }))).open.map(({ id }: { id: string }) => id)
  assert.deepEqual(open([notice, plannedWork(), running]), ['running00000'])
  assert.equal(open(many).length, 3)
})

test('another post on the same incident changes nothing', () => {
  const later = acme({
    version: 8,
    publishedAt: at('2026-11-22T16:00:00Z'),
    incidents: [slowApi({ status: 'monitoring' })],
  })
  assert.equal(state(later), state(acme()))
})

test('the script is below 3 KB on the wire, holds no HTML and no cookie, and may be five minutes old', async () => {
  const { br } = await compress(script)
  assert.ok(br.length < 3000, String(br.length))
  assert.doesNotMatch(
    script.toString(),
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|cookie|localStorage|eval/,
  )
  assert.ok(headersFor('/embed.js', 'text/javascript; charset=utf-8').includes('cross-origin'))
  assert.match(headersFor('/embed.js', 'text/javascript; charset=utf-8').join(), /max-age=300,/)
})

// S-XSS-7; a `callback` in the address changes nothing: src/publishing/serve.test.ts.
test('one page may be framed, no other', () => {
  const policy = (path: string) => {
    const headers = headersFor(path, 'text/html; charset=utf-8')
    return headers[headers.indexOf('Content-Security-Policy') + 1]!
  }
  assert.match(policy('/embed'), /frame-ancestors \*$/)
  assert.match(policy('/embed'), /form-action 'none'/)
  for (const path of ['/', '/subscribe', '/incidents/embed', '/embed/x'])
    assert.match(policy(path), /frame-ancestors 'none'$/)
})
