import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme-snapshot.ts'
import { testFolder } from '../test/folder.ts'
import { publishedSite, serveUntilTheEnd } from '../test/published-site.ts'
import { seededRandom } from '../test/random.ts'
import type { Document } from './documents.ts'
import { openSite } from './site/site.ts'

// R-HERD-1; with 2,000 connections and the time of their answers: `npm run bench -- herd`.
test('however many read while it is published, each document is rendered once for a version', async () => {
  const renders = new Map<string, number>()
  const site = await openSite({ slug: 'acme', folder: await testFolder(), random: seededRandom() })
  const documents = (version: number) =>
    ['/', '/history', '/api/v2/summary.json', '/calendar.ics', '/uptime'].map(
      (path, i): Document => ({
        path,
        contentType: 'text/html; charset=utf-8',
        kind: i < 3 ? 'hot' : 'cold',
        fingerprint: String(version),
        render: () => {
          const key = `${path} ${version}`
          renders.set(key, (renders.get(key) ?? 0) + 1)
          return `${key} ${'and the rest '.repeat(500)}`
        },
      }),
    )
  await site.publish(documents(0), 0)
  let going = true
  const reader = async (path: string) => {
    let reads = 0
    for (; going; reads++) {
      const entry = await site.find(path)
      assert.match(entry?.bodies.plain.toString() ?? '', /^\/\S* \d+ /)
      await new Promise(setImmediate)
    }
    return reads
  }
  const readers = Array.from({ length: 500 }, (_, i) => reader(documents(0)[i % 5]!.path))
  for (let version = 1; version <= 5; version++) await site.publish(documents(version), version)
  await site.settled()
  going = false
  const reads = (await Promise.all(readers)).reduce((all, one) => all + one, 0)
  assert.ok(reads > 500, `only ${reads} reads`)
  assert.deepEqual(
    [...renders].filter(([, times]) => times > 1),
    [],
  )
})

// R-HERD-1
test('what is polled may be folded by caches while it is asked for anew, and is not sent again unchanged', async () => {
  const { answer, publish } = await publishedSite()
  await publish(acme())
  const origin = await serveUntilTheEnd(answer)
  for (const path of ['/history.atom', '/badge.svg', '/calendar.ics', '/embed.js']) {
    const first = await fetch(origin + path)
    assert.match(first.headers.get('cache-control') ?? '', /stale-while-revalidate=\d+/, path)
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    assert.equal((await fetch(origin + path, { headers })).status, 304, path)
  }
})
