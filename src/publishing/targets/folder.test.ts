import assert from 'node:assert/strict'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../../test/folder.ts'
import { seededRandom } from '../../test/random.ts'
import { folderTarget } from './folder.ts'
import { inTime } from './in-time.ts'
import type { Target } from './target.ts'

const about = { contentType: 'text/html', cacheControl: 'no-store' }
const random = seededRandom()

test('a folder lists what was written with the marks that writing gave, and removes empty folders with their last file', async () => {
  const root = await testFolder()
  const target = folderTarget({ root, random })
  assert.deepEqual([...(await target.list()).keys()], ['.upfront/here'])
  const mark = await target.write('acme/incidents/a.html', Buffer.from('one'), about)
  assert.equal((await target.list()).get('acme/incidents/a.html'), mark)
  assert.notEqual(await target.write('acme/incidents/a.html', Buffer.from('other'), about), mark)
  assert.equal((await target.read('acme/incidents/a.html'))?.toString(), 'other')
  assert.equal(await target.read('acme/nothing.html'), null)
  await writeFile(join(root, 'theirs.txt'), 'stays')
  await target.remove('acme/incidents/a.html')
  await target.remove('acme/incidents/a.html')
  assert.deepEqual((await readdir(root)).sort(), ['.upfront', 'theirs.txt'])
})

test('a share that is no longer mounted is not replaced by a folder on our own disk', async () => {
  const root = join(await testFolder(), 'mnt')
  await assert.rejects(folderTarget({ root, random }).list(), /is not there/)
  await mkdir(root)
  const target = folderTarget({ root, random })
  await target.list()
  await rename(root, `${root}-away`)
  await mkdir(root)
  await assert.rejects(target.write('acme/index.html', Buffer.from('one'), about), /is it mounted\?/)
  assert.deepEqual(await readdir(root), [])
})

test('what hangs is given up, and nothing more is asked of it while it hangs', async () => {
  const hanging = Promise.withResolvers<string>()
  let calls = 0
  const target: Target = {
    ...folderTarget({ root: '/nowhere', random }),
    write: () => {
      calls++
      return calls === 1 ? hanging.promise : Promise.resolve('mark')
    },
  }
  const limited = inTime(target, 20)
  const write = () => limited.write('a', Buffer.from('one'), about)
  await assert.rejects(write(), /took longer than/)
  await assert.rejects(write(), /does not answer/)
  assert.equal(calls, 1)
  hanging.resolve('late')
  await hanging.promise
  await new Promise(setImmediate)
  assert.equal(await write(), 'mark')
})
