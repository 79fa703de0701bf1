import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parseArgs, promisify } from 'node:util'
import pg from 'pg'
import { pino } from 'pino'
import { verb } from '../cli/say.ts'
import { loadConfig } from '../config.ts'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { newFolder, removeFolder, testFolder } from '../test/folder.ts'
import { ownPostgres } from '../test/own-postgres.ts'
import { spawnUpfront } from '../test/spawn.ts'
import { until } from '../test/until.ts'

const token = 'journey-0123456789abcdef'
const postgres = await ownPostgres()
const config = await acmeFile(await testFolder())
const env = { ...acmeTokens, UPFRONT_ADMIN_TOKEN: token, UPFRONT_CONFIG: config, DATABASE_URL: postgres.url }
const folder = await newFolder()
const dataDir = join(folder, 'data')
let upfront = await spawnUpfront({ dataDir, env })
after(async () => {
  await upfront.stop()
  await removeFolder(folder)
})

const program = join(import.meta.dirname, '../../bin/upfront.mjs')

/** The command as an operator types it, without a database to go to. */
async function command(...args: string[]) {
  const given = { PATH: process.env.PATH ?? '', UPFRONT_DATA_DIR: dataDir, LOG_LEVEL: 'silent' }
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'say', ...args], { env: given })
  return whatIt(stdout)
}

/** The same without a process of its own, which takes most of a second of the processor. */
async function say(...args: string[]) {
  const lines: string[] = []
  const { values } = parseArgs({ args, options: verb.options ?? {} })
  const config = loadConfig({ UPFRONT_DATA_DIR: dataDir }, () => '')
  const print = (line: string) => void lines.push(line)
  await verb.run({ args: [], options: values, config, log: pino({ level: 'silent' }), print })
  return whatIt(`${lines.join('\n')}\n`)
}

const whatIt = (stdout: string) => ({ id: /^said (\w{12})$/m.exec(stdout)?.[1] ?? '', stdout })

const read = async (path: string) => (await fetch(upfront.url + path)).text()
const api = async (path: string) => {
  const answer = await fetch(`${upfront.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } })
  return (await answer.json()) as { items: { id: string; title: string; createdBy: string; status: string }[] }
}
const restart = async (when: 'listening' | 'ready') => {
  upfront = await spawnUpfront({ dataDir, env, when })
}
const places = (place: string): Promise<string[]> => readdir(join(dataDir, 'said', place)).catch(() => [])
const inDatabase = (id: string) => until(async () => (await places('taken')).includes(`${id}.json`))
const ready = () => until(() => fetch(`${upfront.url}/readyz`).then((answer) => answer.ok))
const titled = async (title: string) => (await api('incidents')).items.filter((one) => one.title === title)

test('with the database gone: two people post at once, readers see it, a kill loses nothing, and it is in the database once', async () => {
  await postgres.stop()
  const both = await Promise.all([
    command(
      '--page',
      'acme',
      '--title',
      'Sign-in fails',
      '--body',
      'We look into it.',
      '--component',
      'web=major_outage',
    ),
    command('--title', 'Exports are late', '--body', 'They come by noon.', '--status', 'identified'),
  ])
  for (const { stdout } of both) assert.match(stdout, /^It is on the page acme\.\nNo mail is sent now\./m)
  const front = await read('/')
  for (const words of ['Sign-in fails', 'Exports are late', 'Announced by our operators'])
    assert.ok(front.includes(words))
  const summary = await read('/api/v2/summary.json')
  for (const words of ['Sign-in fails', 'They come by noon.', 'major_outage']) assert.ok(summary.includes(words))
  assert.match(await read('/history.atom'), /Sign-in fails/)

  const wrong = await say('--title', 'Oops', '--body', 'Wrong page.')
  await say('--take-back', wrong.id)
  assert.ok(!(await read('/')).includes('Oops'))
  await assert.rejects(say('--take-back', wrong.id), /it was taken back before/)
  await assert.rejects(say('--title', 'x', '--body', 'y', '--component', 'wbe=major_outage'), /did you mean "web"/)

  await upfront.kill()
  await restart('listening')
  assert.match(await read('/'), /Sign-in fails/)
  const [signIn] = both
  const end = await say('--resolve', signIn?.id ?? '', '--body', 'Sign-in works again.')
  assert.match(await read(`/incidents/${signIn?.id}`), /Sign-in works again/)
  const { stdout: waiting } = await say('--list')
  for (const words of [/waits .*Sign-in fails/, /waits .*Exports are late/]) assert.match(waiting, words)

  await postgres.start()
  await ready()
  for (const { id } of [...both, end]) await inDatabase(id)
  const [incident, ...more] = await titled('Sign-in fails')
  assert.deepEqual(more, [])
  assert.equal(incident?.id, signIn?.id)
  assert.equal(incident?.createdBy, 'operator on the machine')
  assert.equal(incident?.status, 'resolved')
  assert.equal((await titled('Exports are late')).length, 1)
  assert.deepEqual(await titled('Oops'), [])
  await until(async () => !(await read('/')).includes('Announced by our operators'))
  assert.match(await read(`/incidents/${signIn?.id}`), /Sign-in works again/)
  const told = await until(async () => {
    const { items } = await api('deliveries')
    return items.length >= 3 ? items : null
  })
  assert.equal(new Set(told.map(({ id }) => id)).size, told.length)
})

let taken = ''

test('killed in the middle of taking it in: it is there once', async () => {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  client.on('error', () => {})
  const { rows } = await client.query("select id from pages where slug = 'acme'")
  const lock = 'select pg_advisory_lock(hashtextextended($1, 0))'
  await client.query(lock, [`page ${rows[0].id}`])
  const { id } = await say('--title', 'Uploads fail', '--body', 'We look into it.')
  await until(async () => (await places('taking')).includes(`${id}.json`))
  await upfront.kill()
  await client.end()
  await restart('ready')
  await inDatabase(id)
  assert.equal((await titled('Uploads fail')).length, 1)
  taken = id
})

test('killed right after the database had it: it is there once; what is said then, the published files say', async () => {
  await upfront.kill()
  await rename(join(dataDir, 'said/taken', `${taken}.json`), join(dataDir, 'said/taking', `${taken}.json`))
  const { stdout, id } = await say('--title', 'All is slow', '--body', 'We look into it.')
  assert.match(stdout, /the published files have it now/)
  await restart('listening')
  assert.match(await read('/'), /All is slow/)
  await ready()
  await inDatabase(id)
  assert.equal((await titled('All is slow')).length, 1)
  await inDatabase(taken)
  const [incident, ...more] = await titled('Uploads fail')
  assert.equal(incident?.id, taken)
  assert.deepEqual(more, [])
  const updates = await fetch(`${upfront.url}/api/v2/incidents.json`).then((answer) => answer.json())
  const shown = (updates as { incidents: { id: string; incident_updates: unknown[] }[] }).incidents
  assert.equal(shown.find((one) => one.id === taken)?.incident_updates.length, 1)
})
