import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { findByToken } from '../accounts/tokens.ts'
import { loadConfig } from '../config.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { testBase } from '../test/web.ts'
import type { Verb } from './verb.ts'
import { verbs } from './verbs.ts'

const database = await testDatabase()
const config = loadConfig(
  {
    UPFRONT_DATA_DIR: await testFolder(),
    DATABASE_URL: database.url,
    UPFRONT_URL: 'https://status.test',
    UPFRONT_SECRET: 'b8Jx0c1hZ2n0Kq7vRr3tYw5uLm9pQe4s',
  },
  () => '',
)

async function upfront(name: string, args: string[], options: Parameters<Verb['run']>[0]['options'] = {}) {
  const lines: string[] = []
  const { verb } = await verbs[name]!.load()
  const print = (line: string) => void lines.push(line)
  const code = await verb.run({ config, args, options, log: pino({ level: 'silent' }), print })
  return { code, lines }
}

test('without mail, a person is added, listed and let in again', async () => {
  const added = await upfront('user add', ['ada@example.com'])
  assert.match(added.lines[0] ?? '', /^https:\/\/status\.test\/console\/reset\/[\w-]{43}$/)
  assert.deepEqual((await upfront('user list', [])).lines, ['ada@example.com\towner\tinvited\tada'])
  const reset = await upfront('user reset', ['ADA@example.com'])
  assert.match(reset.lines[0] ?? '', /\/console\/reset\//)
  assert.notEqual(reset.lines[0], added.lines[0])
  await assert.rejects(
    upfront('user reset', ['bob@example.com']),
    /nobody has the address bob@example\.com; .*user list/,
  )
  await assert.rejects(upfront('user add', ['bob'], { role: 'boss' }), /^Error: email: expected one address.*role: /s)
})

test('a token is printed once, and works', async () => {
  const { lines } = await upfront('token create', [], { name: 'CI', role: 'viewer', expires: '30d' })
  const signed = await findByToken(testBase({ db: database.db }), lines[0] ?? '')
  assert.equal(signed?.actor.name, 'CI')
  await assert.rejects(upfront('token create', [], { role: 'viewer' }), /name: expected string/)
  await assert.rejects(upfront('token create', [], { name: 'x', expires: 'soon' }), /expiresAt: expected a moment/)
})
