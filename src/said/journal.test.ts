import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeDirectory } from '../publishing/directory.ts'
import { keepSnapshot, readKeptSnapshot } from '../publishing/kept-snapshot.ts'
import { acme, at, pastPayments, wholeOf } from '../test/acme-snapshot.ts'
import { testFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'
import { journalFolder, moveSaid, placeOfSaid, waitingSaid } from './journal.ts'
import { type Machine, Saying, say } from './say.ts'

async function machine(): Promise<Machine> {
  const dataDir = await testFolder()
  const random = seededRandom('said')
  const { id, slug } = acme().page
  await writeDirectory(dataDir, [{ id, slug, host: null, first: true }], random)
  await keepSnapshot(dataDir, wholeOf(acme()), random)
  return { dataDir, random, now: () => at('2026-11-22T15:50:00Z'), by: 'kim' }
}

const saying = (changes: Partial<Saying> = {}): Saying =>
  Saying.parse({ title: 'Sign-in fails', body: 'We are looking into it.', components: {}, notify: true, ...changes })

test('an entry is whole, and goes where one move takes it', async () => {
  const one = await machine()
  const { said } = await say(one, saying({ components: { 'api-eu': 'major_outage' } }))
  assert.deepEqual(await waitingSaid(one.dataDir), [said])
  const moves = ['taken back', 'taking'] as const
  const results = await Promise.all(moves.map((to) => moveSaid(one.dataDir, said.id, 'waiting', to)))
  assert.deepEqual(results.toSorted(), [false, true])
  assert.ok(moves.includes((await placeOfSaid(one.dataDir, said.id)) as 'taking'))
})

test('a title is in the file as the database will have it: nothing in it turns the direction of what follows', async () => {
  const { said } = await say(await machine(), saying({ title: 'Slow \u202eIPA' }))
  assert.equal(said.title, 'Slow IPA')
})

test('two people at once, and rubbish beside them', async () => {
  const one = await machine()
  const both = await Promise.all(['One', 'Two'].map((title) => say(one, saying({ title }))))
  await writeFile(join(journalFolder(one.dataDir), 'abcdefghijkl.json'), '{"id":')
  await writeFile(join(journalFolder(one.dataDir), '.abcdefghijkl.json.00.tmp'), 'half')
  const waiting = await waitingSaid(one.dataDir)
  assert.deepEqual(waiting.map(({ id }) => id).toSorted(), both.map(({ said }) => said.id).toSorted())
})

test('bad input says where and what was expected, and writes nothing', async () => {
  const one = await machine()
  const refused = (changes: Partial<Saying>, words: RegExp) => assert.rejects(say(one, saying(changes)), words)
  await refused({ page: 'nope' }, /page: expected one of acme, found "nope"/)
  await refused({ components: { 'api-ue': 'major_outage' } }, /no component "api-ue"; did you mean "api-(eu|us)"/)
  await refused({ title: undefined }, /title: expected a title/)
  await refused({ status: 'resolved' }, /use --resolve ID/)
  await refused({ on: 'slowapi00000' }, /keeps its title/)
  await refused({ on: 'nothing00000', title: undefined }, /no incident "nothing00000"; open ones: slowapi00000/)
  await assert.rejects(say({ ...one, dataDir: await testFolder() }, saying()), /no page was published in/)
  assert.deepEqual(await waitingSaid(one.dataDir), [])
  const left = await readdir(journalFolder(one.dataDir)).catch(() => [])
  assert.deepEqual(left, [])
})

test('a kept snapshot is what it was, without most of what is over; a damaged one is none', async () => {
  const { dataDir, random } = await machine()
  const old = Array.from({ length: 200 }, (_, i) => pastPayments({ id: `old${String(i).padStart(9, '0')}` }))
  const snapshot = wholeOf(acme({ incidents: [...acme().incidents, ...old] }))
  await keepSnapshot(dataDir, snapshot, random)
  const kept = await readKeptSnapshot(dataDir, snapshot.page.id)
  assert.deepEqual({ ...kept, incidents: [] }, { ...snapshot, incidents: [] })
  assert.deepEqual(kept?.incidents, snapshot.incidents.slice(0, 60))
  await writeFile(join(dataDir, 'snapshots', `${snapshot.page.id}.snapshot`), 'torn')
  assert.equal(await readKeptSnapshot(dataDir, snapshot.page.id), null)
})
