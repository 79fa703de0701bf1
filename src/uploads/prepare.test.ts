import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import sharp from 'sharp'
import { InvalidInput, TooLarge } from '../lib/errors.ts'
import { greyPng, svg } from '../test/pictures.ts'
import { prepareUpload } from './prepare.ts'

const fontFile = (name: string) =>
  readFileSync(createRequire(import.meta.url).resolve(`@fontsource/ibm-plex-mono/files/${name}`))
const woff2 = fontFile('ibm-plex-mono-latin-400-normal.woff2')
const woff = fontFile('ibm-plex-mono-latin-400-normal.woff')
const red = () => sharp({ create: { width: 60, height: 40, channels: 4, background: '#c00a' } })

async function refusal(called: string, bytes: Buffer): Promise<string> {
  try {
    await prepareUpload(called, bytes)
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems[0]?.detail ?? error.message
    if (error instanceof TooLarge) return error.message
    throw error
  }
  return ''
}

test('what can be shown is written anew, and nothing that came with it goes on', async () => {
  const exif = { IFD0: { Copyright: 'SECRET PLACE' } }
  const came = {
    'a.png': await red().png().toBuffer(),
    'a.jpg': await red().jpeg().withExif(exif).toBuffer(),
    'a.webp': await red().webp().toBuffer(),
    'a.gif': await red().gif().toBuffer(),
    'a.avif': await red().avif({ effort: 0 }).toBuffer(),
  }
  for (const [name, bytes] of Object.entries(came)) {
    const { bytes: out, ...made } = await prepareUpload(name, bytes)
    assert.deepEqual(
      [made.name, made.kind, made.contentType, made.width, made.height],
      [name, 'image', 'image/png', 60, 40],
    )
    assert.equal((await sharp(out).metadata()).format, 'png')
    assert.equal(out.includes('SECRET'), false)
    assert.equal(made.icon, null)
  }
  const large = await prepareUpload('cover.png', greyPng(4000, 1000))
  assert.deepEqual([large.contentType, large.width, large.height], ['image/webp', 2400, 600])
  const square = await prepareUpload('icon.png', greyPng(64, 64))
  assert.deepEqual((await sharp(square.icon!).metadata()).width, 32)
})

test('a drawing becomes a picture, at twice its size', async () => {
  const made = await prepareUpload('Logo.svg', svg('<rect width="40" height="20" fill="#123456"/>'))
  assert.deepEqual([made.name, made.contentType, made.width, made.height], ['logo.svg', 'image/png', 256, 128])
  const { data } = await sharp(made.bytes).raw().toBuffer({ resolveWithObject: true })
  assert.deepEqual([...data.subarray(0, 3)], [0x12, 0x34, 0x56])
})

// S-UP-1
test('a drawing that would run or fetch something is refused, and the reason is said', async () => {
  const attacks: [string, RegExp][] = [
    ['<script>alert(1)</script>', /no script/],
    ['<svg:script xlink:href="https://evil.example/a.js"/>', /no script/],
    ['<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', /foreignObject/],
    ['<a xlink:href="javascript:alert(1)"><rect/></a>', /script in links/],
    ['<rect onload="alert(1)"/>', /event handlers/],
    ['<use href="data:image/svg+xml;base64,PHN2Zy8+#x"/>', /from elsewhere/],
    ['<image href="https://evil.example/pixel.png"/>', /from elsewhere/],
    ['<image href="file:///etc/passwd"/>', /from elsewhere/],
    ['<style>@import "//evil.example/a.css";</style>', /style sheets from elsewhere/],
    ['<rect style="fill:url(//evil.example/a#b)"/>', /from elsewhere/],
  ]
  for (const [inside, why] of attacks) assert.match(await refusal('a.svg', svg(inside)), why, inside)
  const entity = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg"><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]></svg>',
  )
  assert.match(await refusal('a.svg', entity), /no entities/)
  assert.match(await refusal('a.svg', svg('', 'width="1" height="400000"')), /names its size/)
})

// S-UP-1, S-UP-2
test('what is no picture is refused, whatever its name says', async () => {
  const cases: [string, Buffer, RegExp][] = [
    ['logo.png', Buffer.from('<!doctype html><script>alert(1)</script>'), /expected a picture/],
    ['logo.png', Buffer.alloc(0), /expected a picture/],
    ['logo.png', greyPng(100, 100).subarray(0, 60), /whole/],
    ['logo.gif', Buffer.from('GIF89a/*\0\0*/=1;alert(1)//'), /whole/],
    ['logo.png', greyPng(50_000, 50_000, 1), /50000 by 50000/],
    ['logo.png', greyPng(8000, 8000), /20 million/],
    ['logo.png', greyPng(4, 4), /at least 16/],
    ['a.ttf', Buffer.from('\0\x01\0\0more', 'latin1'), /convert the font/],
    ['a.png', Buffer.alloc(2 ** 21 + 1), /2 MB/],
  ]
  for (const [name, bytes, why] of cases) assert.match(await refusal(name, bytes), why, `${name} ${bytes.length}`)
})

// S-UP-1
test('a picture that is a program too comes out as a picture alone', async () => {
  const gif = Buffer.concat([await red().gif().toBuffer(), Buffer.from('*/=1;alert(document.domain)//')])
  const { bytes, contentType } = await prepareUpload('evil.gif', gif)
  assert.equal(contentType, 'image/png')
  assert.equal(bytes.includes('alert'), false)
})

test('a picture that moves is refused', async () => {
  const frames = await sharp(Buffer.alloc(20 * 40 * 4, 7).fill(200, 1600), {
    raw: { width: 20, height: 40, channels: 4, pageHeight: 20 },
  })
    .gif()
    .toBuffer()
  assert.match(await refusal('a.gif', frames), /does not move/)
})

test('fonts are fonts, whole and for the web', async () => {
  for (const [name, bytes] of [
    ['Plex.woff2', woff2],
    ['Plex.woff', woff],
  ] as const) {
    const made = await prepareUpload(name, bytes)
    assert.deepEqual([made.name, made.kind, made.contentType], [name.toLowerCase(), 'font', `font/${name.slice(5)}`])
    assert.deepEqual(made.bytes, bytes)
    for (const cut of [20, 47, 60, bytes.length - 1])
      assert.match(await refusal(name, bytes.subarray(0, cut)), /expected/)
    for (const at of [8, 12, 13, 50]) {
      const wrong = Buffer.from(bytes)
      wrong.writeUInt8(0xff, at)
      assert.match(await refusal(name, wrong), /expected/, `${name} ${at}`)
    }
  }
})
