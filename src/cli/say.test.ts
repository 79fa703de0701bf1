import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chown, mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { writeDirectory } from '../publishing/directory.ts'
import { keepSnapshot } from '../publishing/kept-snapshot.ts'
import { acme, wholeOf } from '../test/acme-snapshot.ts'
import { testFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65_534
const program = join(import.meta.dirname, '../../bin/upfront.mjs')

test('what root says belongs to whom the data folder belongs to', {
  skip: isRoot ? false : 'only root can give files away',
}, async () => {
  const dataDir = join(await testFolder(), 'data')
  const { id, slug } = acme().page
  await mkdir(dataDir)
  await writeDirectory(dataDir, [{ id, slug, host: null, first: true }], seededRandom('say'))
  await keepSnapshot(dataDir, wholeOf(acme()), seededRandom('say'))
  for (const name of ['', ...(await readdir(dataDir, { recursive: true }))])
    await chown(join(dataDir, name), nobody, nobody)
  const args = [program, 'say', '--title', 'Sign-in fails', '--body', 'We look into it.']
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { UPFRONT_DATA_DIR: dataDir } })
  assert.match(stdout, /the published files have it now/)
  const names = await readdir(dataDir, { recursive: true })
  assert.ok(names.some((name) => name.startsWith(join('published', slug, 'incidents/'))))
  for (const name of names) assert.equal((await stat(join(dataDir, name))).uid, nobody, name)
})
