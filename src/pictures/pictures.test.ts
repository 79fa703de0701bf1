import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { shapeOf } from '../lib/mark.ts'
import { documentsOf } from '../publishing/documents.ts'
import { openSite } from '../publishing/site/site.ts'
import { acme, slowApi } from '../test/acme-snapshot.ts'
import { testFolder } from '../test/folder.ts'
import { attacks } from '../test/hostile-snapshot.ts'
import { seededRandom } from '../test/random.ts'
import { type ArtistOptions, createArtist } from './artist.ts'
import { drawingBy } from './drawing.ts'
import type { Picture } from './picture.ts'
import { sfntOf } from './woff2.ts'

const random = seededRandom()
const dataDir = await testFolder()
const artistOf = (options: Partial<ArtistOptions> = {}) => {
  const artist = createArtist({ dataDir, random, limit: 600_000, ...options })
  after(() => artist.close())
  return artist
}
const colours = { paper: '#fbfaf8', ink: '#1c1e22', muted: '#5b5f68', tone: '#855600' }
const picture = (says: Partial<Picture> = {}): Picture => ({
  ...{ page: 'Acme', title: 'API is slow', about: 'Identified', dir: 'ltr', shape: shapeOf('degraded'), colours },
  ...says,
})
const sizeOf = (png: Buffer) => {
  assert.equal(png.subarray(1, 4).toString(), 'PNG')
  assert.equal(png.subarray(-8, -4).toString(), 'IEND')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

test('a font comes out of its wrapping whole', () => {
  const file = createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')
  const font = sfntOf(readFileSync(file))
  const tables = new Map<string, { sum: number; body: Buffer }>()
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const [at, length] = [font.readUInt32BE(20 + 16 * i), font.readUInt32BE(24 + 16 * i)]
    const tag = font.toString('latin1', 12 + 16 * i, 16 + 16 * i)
    tables.set(tag, { sum: font.readUInt32BE(16 + 16 * i), body: font.subarray(at, at + length) })
  }
  for (const tag of ['cmap', 'glyf', 'loca', 'head', 'hmtx', 'fvar', 'gvar']) assert.ok(tables.has(tag), tag)
  const { head, loca, glyf, maxp } = Object.fromEntries([...tables].map(([tag, { body }]) => [tag, body]))
  assert.equal(head!.readUInt32BE(12), 0x5f0f3cf5)
  assert.equal(loca!.length, 4 * (maxp!.readUInt16BE(4) + 1))
  assert.equal(loca!.readUInt32BE(loca!.length - 4), glyf!.length)
  assert.throws(() => sfntOf(Buffer.from('OTTO and so on, but not wrapped')), /not a WOFF2 font/)
})

test('pictures are 1200 by 630, in any script and of any length; the same words are the same bytes', async () => {
  const { draw } = artistOf()
  const says = [
    {},
    { title: 'كل شيء يعمل.', dir: 'rtl' as const, about: '' },
    { title: '決済サービスが停止しています。'.repeat(20) },
    { title: `${'W'.repeat(300)} ${'long words '.repeat(50)}`, page: 'A'.repeat(300) },
    { title: ' ', page: '\u0000', about: '\n' },
    { title: attacks[3]!, page: attacks[0]!, about: attacks.at(-2)! },
  ]
  for (const one of says) assert.deepEqual(sizeOf(await draw(picture(one))), [1200, 630], JSON.stringify(one))
  assert.deepEqual(await draw(picture()), await draw(picture()))
})

test('one that cannot be drawn is the spare one, and the next is drawn again', async () => {
  let warned = 0
  const spare = Buffer.from('spare')
  const { draw } = drawingBy(artistOf(), spare, { warn: () => void warned++ })
  assert.equal(await draw(picture({ shape: '</svg' })), spare)
  assert.equal(warned, 1)
  assert.deepEqual(sizeOf(await draw(picture())), [1200, 630])
})

test('a process that ends, hangs or never starts delays nobody for long', async () => {
  const folder = await testFolder()
  const ending = join(folder, 'ending.mjs')
  const hanging = join(folder, 'hanging.mjs')
  await writeFile(ending, 'process.exit(1)')
  await writeFile(hanging, 'process.stdin.resume()')
  await assert.rejects(artistOf({ program: ending }).draw(picture()), /has ended/)
  await assert.rejects(artistOf({ program: hanging, limit: 50 }).draw(picture()), /too long/)
  const closed = artistOf()
  closed.close()
  await assert.rejects(closed.draw(picture()), /any more/)
})

test('the page and its files never wait for a picture', async () => {
  const folder = await testFolder()
  const site = await openSite({ slug: 'acme', folder, random })
  let release = (_: Buffer) => {}
  const drawn = new Promise<Buffer>((resolve) => {
    release = resolve
  })
  const edition = { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: 'one' }
  const documents = documentsOf(acme({ incidents: [slowApi()] }), {
    ...edition,
    drawing: { draw: () => drawn, edition: '1' },
  })
  await site.publish(documents, 1)
  await site.settled()
  assert.ok(existsSync(join(folder, 'calendar.html')) && !existsSync(join(folder, 'picture.png')))
  release(Buffer.from('a picture'))
  await site.drawn()
  for (const name of ['picture.png', 'incidents/slowapi00000.png'])
    assert.equal(readFileSync(join(folder, name), 'utf8'), 'a picture')
  assert.equal((await site.find('/picture.png'))?.plain.headers.includes('image/png'), true)
})
