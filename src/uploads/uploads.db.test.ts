import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { changeAppearance } from '../appearance/change.ts'
import { createPage } from '../pages/create.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { greyPng, svg } from '../test/pictures.ts'
import { keepUpload, mostFiles } from './keep.ts'
import { prepareUpload } from './prepare.ts'

const { ctx, app, tokens } = await installation(await testDatabase(), { seed: 'uploads' })
await createPage(ctx, { slug: 'acme', name: 'Acme' })
const path = '/api/v1/pages/acme/files'
const font = readFileSync(
  createRequire(import.meta.url).resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'),
)

type Sent = { status: number; body: Record<string, unknown> & { errors?: { detail: string }[] } }

async function send(
  method: string,
  to: string,
  body?: RequestInit['body'] | Buffer,
  headers = {},
  role: 'admin' | 'editor' = 'admin',
): Promise<Sent> {
  const response = await app.request(`http://status.test${to}`, {
    method,
    headers: { host: 'status.test', authorization: `Bearer ${tokens[role]}`, ...headers },
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : body, duplex: 'half' }),
  } as RequestInit)
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : {} }
}

const upload = (name: string, bytes: Buffer) => send('POST', `${path}?name=${encodeURIComponent(name)}`, bytes)
const names = async () => ((await send('GET', path)).body.items as { name: string }[]).map(({ name }) => name)

test('a picture is sent as it is or in a form, listed, seen and taken away', async () => {
  const sent = await upload('Logo.PNG', greyPng(120, 60))
  assert.equal(sent.status, 201)
  const { id, createdAt: _, ...facts } = sent.body
  assert.deepEqual(facts, {
    name: 'logo.png',
    kind: 'image',
    contentType: 'image/png',
    size: facts.size,
    width: 120,
    height: 60,
    managedBy: null,
  })
  const form = new FormData()
  form.set('file', new File([new Uint8Array(font)], '../../fonts/Brand Mono.woff2', { type: 'text/html' }))
  const inForm = await send('POST', path, form)
  assert.deepEqual([inForm.status, inForm.body.name, inForm.body.contentType], [201, 'brand-mono.woff2', 'font/woff2'])
  assert.deepEqual((await names()).toSorted(), ['brand-mono.woff2', 'logo.png'])
  for (const [file, type, disposition] of [
    ['logo.png', 'image/png', 'inline'],
    [String(inForm.body.id), 'font/woff2', 'attachment; filename="brand-mono.woff2"'],
  ]) {
    const seen = await app.request(`http://status.test${path}/${file}/content`, {
      headers: { host: 'status.test', authorization: `Bearer ${tokens.viewer}` },
    })
    await seen.arrayBuffer()
    assert.deepEqual(
      ['content-type', 'x-content-type-options', 'content-security-policy', 'content-disposition'].map((name) =>
        seen.headers.get(name),
      ),
      [type, 'nosniff', "default-src 'none'; sandbox", disposition],
    )
  }
  assert.equal((await send('DELETE', `${path}/${id}`)).status, 204)
  assert.equal((await send('DELETE', `${path}/${id}`)).status, 404)
  assert.equal((await send('POST', path, greyPng(20, 20), {}, 'editor')).status, 403)
})

// S-UP-2
test('what is refused leaves nothing behind', async () => {
  const before = await names()
  const versions = async () =>
    (await ctx.db.selectFrom('pages').select('version').where('slug', '=', 'acme').executeTakeFirstOrThrow()).version
  const version = await versions()
  const bad: [string, Buffer, number][] = [
    ['logo.png', Buffer.from('<!doctype html><script>alert(1)</script>'), 422],
    ['a.svg', svg('<script>alert(1)</script>'), 422],
    ['a.png', greyPng(50_000, 50_000, 1), 422],
    ['a.ttf', Buffer.from('\0\x01\0\0', 'latin1'), 422],
    ['a.woff2', font.subarray(0, 900), 422],
    ['a.woff2', Buffer.concat([Buffer.from('wOF2'), Buffer.alloc(600 * 1024)]), 413],
    ['a.png', Buffer.alloc(3 * 2 ** 20), 413],
    ['a.png', Buffer.alloc(0), 422],
  ]
  for (const [name, bytes, status] of bad) {
    const sent = await upload(name, bytes)
    assert.deepEqual([sent.status, typeof sent.body.detail], [status, 'string'], name)
  }
  assert.equal((await send('POST', path, 'no form', { 'content-type': 'multipart/form-data; boundary=x' })).status, 400)
  const empty = new FormData()
  empty.set('other', 'x')
  assert.equal((await send('POST', path, empty)).status, 422)
  assert.deepEqual(await names(), before)
  assert.equal(await versions(), version)
})

// S-UP-2
test('a body without an end is cut off where a picture would end', async () => {
  let given = 0
  const endless = new ReadableStream({
    pull(controller) {
      given += 65_536
      controller.enqueue(new Uint8Array(65_536))
    },
  })
  assert.equal((await send('POST', `${path}?name=a.png`, endless)).status, 413)
  assert.ok(given < 4 * 2 ** 20, String(given))
})

// S-UP-2
test('a name is a label and no path; the same name replaces what the page shows', async () => {
  for (const name of ['../../x.png', 'C:\\CON.png', 'a\0b.png', '.htaccess'])
    assert.match(String((await upload(name, greyPng(30, 30))).body.name), /^[a-z0-9-]+\.png$/, name)
  await upload('seal.png', greyPng(40, 40))
  await changeAppearance(ctx, 'acme', { logo: { light: 'seal.png' }, favicon: { file: 'seal.png' } })
  const second = await upload('seal.png', greyPng(50, 50))
  assert.deepEqual([second.status, second.body.width], [201, 50])
  const kept = await send('DELETE', `${path}/seal.png`)
  assert.equal(kept.status, 409)
  assert.match(String(kept.body.detail), /used as logo, icon/)
})

// S-UP-2
test('a page holds so many and no more, however many come at once', async () => {
  const { id } = await createPage(ctx, { slug: 'full', name: 'Full' })
  const one = await prepareUpload('a.png', greyPng(20, 20))
  const outcomes = await Promise.allSettled(
    Array.from({ length: mostFiles + 20 }, (_, i) => keepUpload(ctx, id, { ...one, name: `p${i}.png` })),
  )
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, mostFiles)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') assert.match(outcome.reason.problems[0].detail, /at most 40 files/)
  const large = await createPage(ctx, { slug: 'large', name: 'Large' })
  const mega = { ...one, bytes: Buffer.alloc(2 ** 21 - 1) }
  for (let i = 0; i < 5; i++) await keepUpload(ctx, large.id, { ...mega, name: `m${i}.png` })
  await assert.rejects(
    keepUpload(ctx, large.id, { ...mega, name: 'm5.png' }),
    (error: Error & { problems?: { detail: string }[] }) => /at most 10 MB/.test(error.problems?.[0]?.detail ?? ''),
  )
})
