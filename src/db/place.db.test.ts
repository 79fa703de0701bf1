import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { testFolder } from '../test/folder.ts'
import { startEmbedded } from './embedded.ts'
import { findNative, prepareEngine, program } from './engine.ts'
import { choosePlace } from './place.ts'
import { isRoot, nobody } from './user.ts'

const log = pino({ level: 'silent' })
// What survives a kill is written, if not yet on the disk.
const settings = { fsync: 'off' }
const folder = await testFolder()
const onlyRoot = { skip: isRoot() ? false : 'needs root: only then another user runs the database' }

/** As npm unpacks it with --ignore-scripts: no links. */
async function unpacked(name: string): Promise<string> {
  const native = join(folder, name, 'native')
  const without = (path: string) =>
    !/\.so(\.\d+)?$/.test(path) || /[/]lib[/]postgresql[/]/.test(path) || hasNoVersion(path)
  await cp(findNative(), native, { recursive: true, filter: without, verbatimSymlinks: true })
  await cp(join(findNative(), '../package.json'), join(native, '../package.json'))
  return native
}

const hasNoVersion = (path: string) => !/lib(ecpg|ecpg_compat|icu\w+|pgtypes|pq)\.so/.test(path)

test('links that npm did not make are made', { skip: process.platform !== 'linux' }, async () => {
  const native = await unpacked('without-links')
  const place = join(folder, 'place-1')
  await mkdir(place)
  const engine = await prepareEngine(place, null, native)
  assert.equal(engine.copied, false)
  const { stdout } = await promisify(execFile)(program(engine, 'postgres'), ['--version'])
  assert.match(stdout, /PostgreSQL\) 18/)
  assert.ok((await readdir(join(native, 'lib'))).includes('libpq.so.5'))
})

test('programs in a closed folder are copied beside the data', onlyRoot, async () => {
  const native = await unpacked('closed')
  await chmod(join(native, '../..'), 0o711)
  await chmod(join(native, '..'), 0o700)
  const place = join(folder, 'place-2')
  await mkdir(place, { mode: 0o711 })
  const engine = await prepareEngine(place, await nobody(), native)
  assert.deepEqual([engine.copied, engine.folder], [true, join(place, `engine-${engine.version}`)])
  await rm(native, { recursive: true })
})

test('a data folder that is closed to the user: the database alone lives elsewhere', onlyRoot, async () => {
  const closed = join(folder, 'home')
  const elsewhere = join(folder, 'elsewhere')
  const dataDir = join(closed, 'data')
  await mkdir(closed, { mode: 0o700 })
  const first = await startEmbedded({ dataDir, log, elsewhere, settings })
  await first.stop()
  const id = (await readFile(join(dataDir, 'database-id'), 'utf8')).trim()
  assert.deepEqual([first.moved, first.folder], [true, join(elsewhere, id)])
  assert.equal((await choosePlace(dataDir, elsewhere)).folder, join(elsewhere, id))
  const other = await choosePlace(join(closed, 'other'), elsewhere)
  assert.notEqual(other.folder, first.folder, 'a new data folder never finds an old database')
  await rm(join(elsewhere, id), { recursive: true })
  await assert.rejects(
    choosePlace(dataDir, elsewhere),
    /the database of .*data was in .*, which is gone\. Bring that folder back/,
  )
})

test('files of another version are refused, with the way out', async () => {
  const dataDir = join(folder, 'old')
  await mkdir(join(dataDir, 'postgres/cluster'), { recursive: true })
  await chmod(dataDir, 0o711)
  await chmod(join(dataDir, 'postgres'), 0o711)
  await writeFile(join(dataDir, 'postgres/cluster/PG_VERSION'), '14\n')
  await assert.rejects(
    startEmbedded({ dataDir, log }),
    /made by PostgreSQL 14, and this Upfront brings 18\..*restore here/,
  )
})
