import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf } from './columns.ts'
import { formFile } from './form-file.ts'
import { escaped, unescaped } from './formulas.ts'
import { recordsOf } from './records.ts'

async function* pieces(text: string | Buffer, size: number) {
  const bytes = Buffer.from(text as string)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function all(text: string | Buffer, size = 7) {
  const records: unknown[] = []
  for await (const record of recordsOf(pieces(text, size))) records.push('cells' in record ? record.cells : record)
  return records
}

test('a BOM, any line ending, quotes, and semicolons or tabs are understood', async () => {
  const wanted = [
    ['email', 'labels'],
    ['a@b.example', 'x, "y"\nz'],
    ['ü@b.example', ''],
  ]
  const text = '\ufeffemail,labels\r\na@b.example,"x, ""y""\nz"\r\n\r\nü@b.example,\r\n'
  assert.deepEqual(await all(text), wanted)
  assert.deepEqual(await all(text.replaceAll(/,(?! )/g, ';')), wanted)
  assert.deepEqual(await all(text.replaceAll(/,(?! )/g, '\t')), wanted)
})

test('what is no CSV in UTF-8 is said clearly', async () => {
  const rejected = (bytes: Buffer, why: RegExp) =>
    assert.rejects(all(bytes), (error: Error & { problems: { detail: string }[] }) =>
      why.test(error.problems[0]!.detail),
    )
  await rejected(Buffer.from('\ufeffemail\na@b.example', 'utf16le'), /UTF-16/)
  await rejected(Buffer.from('email\na@b.example', 'utf16le'), /UTF-16/)
  await rejected(Buffer.from('email\nm\xfcller@b.example', 'latin1'), /UTF-8/)
  await rejected(Buffer.from('PK\x03\x04xxxx'), /workbook/)
  await rejected(Buffer.from('email\na\0b'), /NUL/)
})

test('a quote within a value is a letter; one that is left open does not fill the memory', async () => {
  const records = await all('email,labels\na@b.example,x"y"z\nb@b.example,"x" y\nc@b.example,z\n')
  assert.deepEqual(records[1], ['a@b.example', 'x"y"z'])
  assert.deepEqual(records.at(-1), ['c@b.example', 'z'])
  const open = await all(`email\n"${'a@b.example\n'.repeat(100_000)}`, 65_536)
  assert.match(JSON.stringify(open[1]), /is a quote left open/)
  assert.ok(open.length < 30, `${open.length} records`)
})

test('columns are known by many names; unknown ones are named', () => {
  const columns = columnsOf(['Phone Number', 'MODE', ' E-Mail', 'favourite colour', 'created_at', 'email'])
  assert.deepEqual(columns.meanings, ['target.number', 'channel', 'email', null, null, null])
  assert.deepEqual([columns.unknown, columns.unused], [['favourite colour'], ['created_at', 'email']])
})

test('what a spreadsheet would run is text, and reads back as it was', () => {
  for (const text of [
    '=1+1',
    '+49',
    '-x',
    '@SUM(1)',
    '\tx',
    '\r=x',
    '\n=x',
    "'=x",
    "''@",
    '＝x',
    'plain',
    "'quoted'",
    '',
  ]) {
    assert.equal(unescaped(escaped(text)), text)
    assert.doesNotMatch(escaped(text), /^[=+\-@\t\r\n＝]/)
  }
  assert.equal(escaped("O'Neill"), "O'Neill")
})

test('a file in a form is read as it comes, wherever it is cut', async () => {
  const form = new FormData()
  form.set('page', 'acme')
  form.set('file', new File(['email\r\n--almost\r\na@b.example\r\n'], 'list.csv'))
  const encoded = new Response(form)
  const bytes = Buffer.from(await encoded.arrayBuffer())
  for (const size of [1, 2, 13, 64, 100_000]) {
    const { fields, name, bytes: file } = await formFile(pieces(bytes, size), encoded.headers.get('content-type') ?? '')
    const parts: Uint8Array[] = []
    for await (const part of file) parts.push(part)
    assert.deepEqual({ ...fields, name }, { page: 'acme', name: 'list.csv' })
    assert.equal(Buffer.concat(parts).toString(), 'email\r\n--almost\r\na@b.example\r\n')
  }
  await assert.rejects(
    formFile(pieces(bytes.subarray(0, 40), 10), encoded.headers.get('content-type')),
    /ended in the middle/,
  )
})
