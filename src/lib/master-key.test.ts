import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { masterKey } from './master-key.ts'

const folder = await mkdtemp(join(tmpdir(), 'upfront-key-'))
after(() => rm(folder, { recursive: true }))

test('two first starts at once make one key, for its owner alone', async () => {
  const keys = await Promise.all([masterKey(null, join(folder, 'data')), masterKey(null, join(folder, 'data'))])
  assert.deepEqual(keys[0], keys[1])
  assert.equal(keys[0]!.length, 32)
  assert.deepEqual(await readdir(join(folder, 'data')), ['secret'])
  assert.equal((await stat(join(folder, 'data/secret'))).mode & 0o777, 0o600)
})

test('the key stays, is another in another folder, and a given secret goes before it', async () => {
  const key = await masterKey(null, join(folder, 'data'))
  assert.deepEqual(await masterKey(null, join(folder, 'data')), key)
  assert.notDeepEqual(await masterKey(null, join(folder, 'other')), key)
  assert.notDeepEqual(await masterKey('b8Jx0c1hZ2n0Kq7vRr3tYw5uLm9pQe4s', join(folder, 'data')), key)
})
