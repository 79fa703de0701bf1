import { brotliDecompressSync } from 'node:zlib'
import { glyphTables } from './woff2-glyphs.ts'
import { reader } from './woff2-reader.ts'

/**
 * A font as plain SFNT from its WOFF2 form, for programs that read no other: Pango takes no wrapped fonts.
 * https://www.w3.org/TR/WOFF2/ For fonts that come with the program: a collection, or a table transformed in a way that
 * they do not use, is an error.
 */
export function sfntOf(woff2: Buffer): Buffer {
  const head = reader(woff2)
  if (head.u32() !== 0x774f4632) throw new Error('not a WOFF2 font')
  const flavour = head.u32()
  head.skip(4)
  const count = head.u16()
  head.skip(6)
  const compressed = head.u32()
  head.skip(24)
  const entries = Array.from({ length: count }, () => entryOf(head))
  const data = reader(brotliDecompressSync(woff2.subarray(head.at(), head.at() + compressed)))
  const tables = new Map(entries.map(({ tag, length }) => [tag, data.take(length)]))
  if (entries.some(({ tag, transformed }) => transformed && tag !== 'glyf' && tag !== 'loca'))
    throw new Error('a table of this font is transformed')
  if (entries.some(({ tag, transformed }) => transformed && tag === 'glyf')) {
    const { glyf, loca } = glyphTables(tables.get('glyf')!)
    const header = Buffer.from(tables.get('head')!)
    header.writeUInt16BE(1, 50)
    tables.set('glyf', glyf).set('loca', loca).set('head', header)
  }
  return assembled(flavour, tables)
}

type Entry = { tag: string; length: number; transformed: boolean }

function entryOf(head: ReturnType<typeof reader>): Entry {
  const flags = head.u8()
  const tag = (flags & 63) === 63 ? head.take(4).toString('latin1') : (knownTags[flags & 63] ?? '')
  const version = flags >> 6
  const original = head.base128()
  // Of these two version 3 is the plain one, of all others version 0.
  const transformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0
  return { tag, length: transformed ? head.base128() : original, transformed }
}

/** https://learn.microsoft.com/en-us/typography/opentype/spec/otff#table-directory */
function assembled(flavour: number, tables: Map<string, Buffer>): Buffer {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
  const power = Math.floor(Math.log2(sorted.length))
  const head = Buffer.alloc(12 + 16 * sorted.length)
  head.writeUInt32BE(flavour, 0)
  head.writeUInt16BE(sorted.length, 4)
  head.writeUInt16BE(2 ** power * 16, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(sorted.length * 16 - 2 ** power * 16, 10)
  const parts = [head]
  let at = head.length
  for (const [i, [tag, body]] of sorted.entries()) {
    const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)])
    head.write(tag, 12 + i * 16, 'latin1')
    head.writeUInt32BE(sumOf(padded), 16 + i * 16)
    head.writeUInt32BE(at, 20 + i * 16)
    head.writeUInt32BE(body.length, 24 + i * 16)
    parts.push(padded)
    at += padded.length
  }
  return Buffer.concat(parts)
}

function sumOf(words: Buffer): number {
  let sum = 0
  for (let i = 0; i < words.length; i += 4) sum = (sum + words.readUInt32BE(i)) >>> 0
  return sum
}

/** In the order of https://www.w3.org/TR/WOFF2/#table_dir_format */
const knownTags =
  'cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'
    .split(' ')
    .map((tag) => tag.replace('_', ' '))
