import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../test/folder.ts'
import { helpFor } from './help.ts'
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
  assert.match(option.stderr, /Unknown option '--fast'/)
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
