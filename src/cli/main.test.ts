import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../test/folder.ts'
import { helpFor, unknown } from './help.ts'
import { inWords, wrongOption } from './trouble.ts'
import { verbs } from './verbs.ts'

const folder = await testFolder()
const program = join(import.meta.dirname, '../../bin/upfront')
const noPosix = { skip: process.platform === 'win32' ? 'a shell script' : false }

type Ended = { code: number; stdout: string; stderr: string }

const upfront = (args: string[], env: Record<string, string> = {}, file = program): Promise<Ended> =>
  new Promise((resolve) => {
    const all = { PATH: '/usr/bin:/bin', UPFRONT_DATA_DIR: join(folder, 'data'), ...env }
    execFile(file, args, { cwd: '/', env: all }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })

test('without a command it lists them all', noPosix, async () => {
  const { code, stdout } = await upfront([])
  assert.equal(code, 0)
  for (const name of Object.keys(verbs)) assert.match(stdout, new RegExp(`^ {2}${name} +\\w`, 'm'))
})

test('through a link, from anywhere; what does not exist is said', noPosix, async () => {
  await symlink(program, join(folder, 'link'))
  const { code, stderr } = await upfront(['tidy'], {}, join(folder, 'link'))
  assert.equal(code, 2)
  assert.match(stderr, /^upfront: there is no command "tidy"\. There is: .*migrate/)
})

test('the first word of some commands lists them', noPosix, async () => {
  for (const args of [['user', '--help'], ['user']]) {
    const { code, stdout } = await upfront(args)
    assert.equal(code, 0)
    assert.deepEqual(stdout.match(/^ {2}\w+ \w+/gm), ['  user add', '  user reset', '  user list'])
  }
})

test('wrong arguments', noPosix, async () => {
  const [extra, option] = await Promise.all([upfront(['migrate', 'now']), upfront(['migrate', '--fast'])])
  assert.deepEqual([extra.code, option.code], [2, 2])
  assert.match(extra.stderr, /^upfront migrate: "now" is too much\. See "bin\/upfront migrate --help"\n$/)
  assert.equal(option.stderr, 'upfront migrate: there is no option --fast. See "bin/upfront migrate --help"\n')
})

test('what was probably meant is named; what the system says is put in words', () => {
  assert.match(unknown(['paln', 'x.yaml'], verbs), /no command "paln"; did you mean "plan"\? There is: /)
  assert.match(
    unknown(['user', 'lst'], verbs),
    /no command "user lst"; did you mean "user list"\? There is: user add, /,
  )
  assert.equal(
    wrongOption("Unknown option '--prnue'. To specify…", ['prune']),
    'there is no option --prnue; did you mean --prune?',
  )
  const trouble = (code: string, more: object) => Object.assign(new Error(`${code}: as it is`), { code, ...more })
  const missing = trouble('ENOENT', { path: 'no.yaml', syscall: 'open' })
  const refused = trouble('ECONNREFUSED', { syscall: 'connect' })
  assert.deepEqual(
    [inWords(missing, { databaseUrl: null }), inWords(refused, { databaseUrl: 'postgres://db' })],
    ['there is no no.yaml', 'the database that DATABASE_URL names does not answer: ECONNREFUSED: as it is'],
  )
})

test('a wrong environment ends with 2 and every mistake', noPosix, async () => {
  const { code, stderr } = await upfront(['migrate'], { PORT: 'x', LOG_LEVEL: 'loud' })
  assert.equal(code, 2)
  assert.match(stderr, /PORT: expected .*\n.*LOG_LEVEL: expected /)
})

test('every command has help that names its arguments and options', async () => {
  for (const [name, { does, load }] of Object.entries(verbs)) {
    const { verb } = await load()
    const help = helpFor(name, does, verb)
    assert.ok(help.startsWith(`Usage: bin/upfront ${name}`), name)
    for (const option of Object.keys(verb.options ?? {})) assert.ok(help.includes(`--${option}`), `${name} --${option}`)
    for (const word of verb.arguments?.split(' ') ?? []) assert.ok(help.includes(word), `${name} ${word}`)
  }
})
