import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBody } from './payload.ts'
import { at } from './read.ts'

const read = (body: string) => readBody({ body: Buffer.from(body), headers: {} }).value
const field = (value: unknown) => ({ value, pointer: '' })

test('whole numbers beyond 2^53 keep their digits, others stay numbers', () => {
  assert.deepEqual(read('{"a":9007199254740993,"b":[-123456789012345678],"c":12,"d":1.5,"e":"9007199254740993"}'), {
    a: '9007199254740993',
    b: ['-123456789012345678'],
    c: 12,
    d: 1.5,
    e: '9007199254740993',
  })
})

test('no key of the body reaches a prototype', () => {
  const tree = read('{"__proto__":{"polluted":1},"a":{"constructor":{"prototype":{"polluted":1}}}}')
  assert.equal((tree as { polluted?: number }).polluted, undefined)
  assert.equal(({} as { polluted?: number }).polluted, undefined)
  assert.equal(at(field({}), 'constructor').value, undefined)
  assert.equal(at(field({}), '__proto__').value, undefined)
})

test('limits: 32 levels and 50,000 keys; brackets within texts do not count', () => {
  assert.ok(read(`${'['.repeat(32)}${']'.repeat(32)}`))
  assert.throws(() => read(`${'['.repeat(33)}${']'.repeat(33)}`), /32 levels/)
  assert.equal(read(JSON.stringify('[{"\\'.repeat(50))), '[{"\\'.repeat(50))
  assert.throws(() => read(`{${Array.from({ length: 50_001 }, (_, n) => `"${n}":1`).join(',')}}`), /50000 keys/)
})

test('what is no JSON says where it breaks, and nothing of the body', () => {
  assert.throws(
    () => read('{"token":"s3cret",}'),
    (error: Error) => /position \d+|line \d+/.test(error.message) && !error.message.includes('s3cret'),
  )
  assert.throws(() => read(''), /found nothing/)
})

test('pointers escape what RFC 6901 escapes', () => {
  assert.equal(at(field({}), 'a/b', 'c~d', 0).pointer, '/a~1b/c~0d/0')
})
