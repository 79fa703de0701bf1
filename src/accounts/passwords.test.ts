import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { test } from 'node:test'
import { InvalidInput, TooMany } from '../lib/errors.ts'
import { gate } from '../lib/gate.ts'
import { seededRandom } from '../test/random.ts'
import { isCommonPassword } from './common-passwords.ts'
import { checkNewPassword } from './password-rules.ts'
import { createPasswords, isWeak } from './passwords.ts'

const ctx = { random: seededRandom() }
const passwords = createPasswords()

test('a password is kept as argon2id with at least what OWASP asks for', async () => {
  const hash = await passwords.hash(ctx, 'correct horse battery')
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$[\w+/]{22}\$[\w+/]{43}$/.exec(hash) ?? []
  assert.ok(Number(memory) >= 19_456 && Number(passes) >= 2)
  assert.equal(await passwords.matches(hash, 'correct horse battery'), true)
  assert.equal(await passwords.matches(hash, 'correct horse batterY'), false)
  assert.equal(isWeak(hash), false)
})

test('long ones, other scripts and spaces count in full', async () => {
  const long = `${'é 漢字 '.repeat(40)}a`
  const hash = await passwords.hash(ctx, long)
  assert.equal(await passwords.matches(hash, `${long.slice(0, -1)}b`), false)
  assert.equal(await passwords.matches(hash, long.normalize('NFD')), true)
})

test('an older, cheaper hash still works, and is known as one', async () => {
  const nonce = Buffer.alloc(16, 'x')
  const cost = { memory: 8192, passes: 1, parallelism: 1, tagLength: 32 }
  const tag = argon2Sync('argon2id', { message: 'opensesame!', nonce, ...cost })
  const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  const hash = `$argon2id$v=19$m=8192,t=1,p=1$${bare(nonce)}$${bare(tag)}`
  assert.equal(await passwords.matches(hash, 'opensesame!'), true)
  assert.equal(isWeak(hash), true)
})

test('without a hash nothing matches, and the work is the same', async () => {
  let worked = 0
  const counted = createPasswords(async (work) => {
    worked++
    return work()
  })
  assert.equal(await counted.matches(null, ''), false)
  assert.equal(worked, 1)
})

test('two at a time; a crowd is turned away', async () => {
  const through = gate({ most: 2, mostWaiting: 3, full: 'full', retryAfter: 5 })
  let running = 0
  let most = 0
  const opened = Promise.withResolvers<void>()
  const work = () =>
    through(async () => {
      most = Math.max(most, ++running)
      await opened.promise
      running--
    })
  const five = Array.from({ length: 5 }, work)
  await assert.rejects(work(), TooMany)
  opened.resolve()
  await Promise.all(five)
  assert.equal(most, 2)
  await work()
})

test('what everybody tries first is refused', () => {
  const common =
    `password password1 Password123! P@ssw0rd p4ssw0rd123 12345678 123456789 87654321 11111111 00000000 qwertyui
    qwerty123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx asdfghjk abcd1234 abc12345 iloveyou iloveyou2 letmein1 welcome1
    welcome2024 admin123 administrator football1 baseball superman batman123 sunshine1 princess1 trustno1 starwars
    monkey123 dragon123 michael1 jennifer changeme changeme123 passw0rd passwordpassword abcabcabc 12121212 19901990
    01011990 1990-01-01 summer2025 winter24! Liverpool1 qwertyuiop asdfghjkl 147258369 aaaaaaaa a1b2c3a1b2c3 upfront1
    statuspage liebling-nein`.split(/\s+/)
  for (const password of common.slice(0, -1)) assert.equal(isCommonPassword(password), true, password)
  for (const password of [
    'correct horse battery',
    'liebling-nein',
    'kx8#vQ2m',
    'vermilion tractor',
    'Zeitgeist&Kaffee7',
  ])
    assert.equal(isCommonPassword(password), false, password)
})

test('too short, too long, or one’s own address', () => {
  const email = 'ada.lovelace@example.com'
  for (const password of [
    'kx8#vQ2',
    'ab',
    '',
    'é漢字 xyz',
    'ada.lovelace@example.com',
    'Ada.Lovelace1815',
    'Kx8#'.repeat(65),
  ])
    assert.throws(() => checkNewPassword(password, email), InvalidInput, password)
  const longest = Array.from({ length: 128 }, (_, i) => `${String.fromCodePoint(0x4e00 + 7 * i)}a`).join('')
  assert.throws(() => checkNewPassword(`${longest}b`, email), InvalidInput)
  assert.throws(() => checkNewPassword('x y'.repeat(350_000), email), /cannot be taken/)
  for (const password of ['kx8#vQ2m', longest, '  spaces count  ']) checkNewPassword(password, email)
})
