import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { pino } from 'pino'
import { loadConfig } from '../config.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import * as apply from './apply.ts'
import * as backup from './backup.ts'
import * as exported from './export.ts'
import * as plan from './plan.ts'
import * as restore from './restore.ts'
import type { Verb, VerbInput } from './verb.ts'

const database = await testDatabase()
const folder = await testFolder()
const root = join(import.meta.dirname, '../..')
const example = 'examples/acme/upfront.yaml'
const tokens = { NEWRELIC_HOOK_TOKEN: 'newrelic-0123456789', ALERTMANAGER_HOOK_TOKEN: 'alertmanager-0123456789' }

type Ended = { code: number; stdout: string; stderr: string }

const upfront = (args: string[], env: Record<string, string> = tokens): Promise<Ended> =>
  new Promise((resolve) => {
    const settings = { UPFRONT_DATA_DIR: join(folder, 'data'), DATABASE_URL: database.url, LOG_LEVEL: 'warn' }
    const entry = [join(root, 'bin/upfront.mjs'), ...args]
    execFile(
      process.execPath,
      entry,
      { cwd: root, env: { PATH: process.env.PATH, ...settings, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

/** The same without a process of its own, which costs a second: for what needs no environment. */
async function runVerb(
  { verb }: { verb: Verb },
  args: string[],
  options: VerbInput['options'] = {},
  env: Record<string, string> = { UPFRONT_DATA_DIR: join(folder, 'data'), DATABASE_URL: database.url },
): Promise<string> {
  const lines: string[] = []
  const config = loadConfig(env, () => '')
  const print = (line: string) => void lines.push(line)
  assert.equal(await verb.run({ args, options, config, log: pino({ level: 'silent' }), print }), 0)
  return lines.join('\n')
}

/** The example as it is after the environment was read, and what else is other in it. */
async function exampleAs(
  name: string,
  changes: readonly (readonly [string, string])[] = [],
  known: Record<string, string> = tokens,
) {
  const file = join(folder, name)
  const text = await readFile(join(root, example), 'utf8')
  const own = Object.entries(known).map(([name, token]) => [`\${${name}}`, token] as const)
  await writeFile(
    file,
    [...own, ...changes].reduce((all, [from, to]) => all.replace(from, to), text),
  )
  return file
}

test('a plan shows, an apply does, a second one has nothing to do', async () => {
  const planned = await upfront(['plan', example])
  assert.deepEqual([planned.code, planned.stderr], [0, ''])
  assert.match(
    planned.stdout,
    /^\+ page acme\n.*\+ rule API latency, US\n.*24 to make, 0 to change, 0 to remove, 0 stay as they are\.\n$/s,
  )
  const file = await exampleAs('upfront.yaml')
  assert.match(await runVerb(apply, [file]), /24 made, 0 changed, 0 removed, 0 left as they were\.$/)
  assert.equal(await runVerb(apply, [file]), 'Nothing to change: all 24 stay as they are.')
})

test('where nothing is yet, a plan says so and makes nothing; what reads an installation is refused', async () => {
  const file = await exampleAs('first.yaml')
  const none = join(folder, 'none')
  const env = { UPFRONT_DATA_DIR: none }
  for (const verb of [exported, backup])
    await assert.rejects(runVerb(verb, [], {}, env), /^Error: there is no installation in .*none yet/)
  assert.match(
    await runVerb(plan, [file], {}, env),
    /^There is no installation in .*none yet\. In a new one:\n\+ page acme\n.*24 to make, 0 to change/s,
  )
  assert.equal(existsSync(none), false)
})

test('what a change is, stands in the plan; what is secret does not', async () => {
  const changes = [['name: Web app', 'name: Console'] as const, ['for: 5m', 'for: 2m'] as const]
  const file = await exampleAs('changed.yaml', changes, { ...tokens, NEWRELIC_HOOK_TOKEN: 'another-token-0123456789' })
  const planned = await runVerb(plan, [file])
  assert.match(planned, /^~ component acme\/web: name "Web app" → Console, managed by /m)
  assert.match(planned, /^~ rule API latency, US: publish \{"mode":"hold","for":"5m"\} → \{"mode":"hold","for":"2m"\}/m)
  assert.match(
    planned,
    /^~ source newrelic: token •••• → ••••.* \(the address with the old token works for another 24 hours\)$/m,
  )
  assert.doesNotMatch(planned, /0123456789/)
})

test('mistakes are lines that an editor can follow', async () => {
  const { code, stdout, stderr } = await upfront(['apply', example], {})
  assert.deepEqual([code, stdout], [1, ''])
  assert.equal(
    stderr,
    `upfront apply: ${example} has 2 mistakes; nothing is changed.\n` +
      `${example}:78:45 sources[0].token: the environment variable NEWRELIC_HOOK_TOKEN is not set\n` +
      `${example}:82:12 sources[1].token: the environment variable ALERTMANAGER_HOOK_TOKEN is not set\n`,
  )
  await assert.rejects(runVerb(plan, [join(folder, 'none.yaml')]), /ENOENT.*none\.yaml/)
})

test('an export goes to a file, and says what it needs', async () => {
  const out = join(folder, 'export.yaml')
  const said = await runVerb(exported, [], { out })
  assert.equal(said, `written to ${out}\nset these before you apply it: AM_HOOK_TOKEN, NEWRELIC_HOOK_TOKEN`)
  assert.match(await readFile(out, 'utf8'), /token: \$\{NEWRELIC_HOOK_TOKEN\}/)
})

test('a backup says what it wrote, and is refused where something is', async () => {
  const out = join(folder, 'all.gz')
  assert.match(await runVerb(backup, [], { out }), /^\d+ rows of \d+ tables written to .*all\.gz/)
  await assert.rejects(runVerb(restore, [out]), /^Error: the database is not empty\./)
})
