import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { buffersFor } from './buffers.ts'

test('a large database gets more memory than a small one', (t) => {
  const cluster = mkdtempSync(join(tmpdir(), 'upfront-buffers-'))
  t.after(() => rmSync(cluster, { recursive: true }))
  for (const database of ['1', '16384']) mkdirSync(join(cluster, 'base', database), { recursive: true })
  const table = join(cluster, 'base', '16384', '16385')
  writeFileSync(table, '')
  const found = [100, 300, 900].map((megabytes) => {
    truncateSync(table, megabytes * 1_000_000)
    return buffersFor(cluster).shared_buffers
  })
  assert.deepEqual(found, [undefined, '96MB', '256MB'])
})
