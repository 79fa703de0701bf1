import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput } from '../lib/errors.ts'
import { formFile } from './form-file.ts'

/** A form as a browser sends it, in pieces of a few bytes. */
async function* sent(how: string, name: string) {
  const field = `--b\r\nContent-Disposition: form-data; name="how"\r\n\r\n${how}\r\n`
  const file = `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\nemail\na@b.example\r\n--b--\r\n`
  const all = Buffer.from(field + file)
  for (let at = 0; at < all.length; at += 7) yield all.subarray(at, at + 7)
}

const read = (how: string, name: string) => formFile(sent(how, name), 'multipart/form-data; boundary=b')

test('the fields before a file, its name and its bytes', async () => {
  const { fields, name, bytes } = await read('Form at the fair', 'people.csv')
  assert.deepEqual([fields, name], [{ how: 'Form at the fair' }, 'people.csv'])
  assert.equal(Buffer.concat(await Array.fromAsync(bytes)).toString(), 'email\na@b.example')
})

test('what cannot be stored is refused where it stands', async () => {
  const pointer = (expected: string) => (error: unknown) =>
    error instanceof InvalidInput && error.problems[0]?.pointer === expected
  await assert.rejects(read('a\0b', 'people.csv'), pointer('/how'))
  await assert.rejects(read('a', 'a\0.csv'), pointer('/file'))
})
