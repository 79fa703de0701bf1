import { promisify } from 'node:util'
import { brotliDecompress, inflate } from 'node:zlib'
import { InvalidInput } from '../lib/errors.ts'

const mostTables = 64
const largestPlain = 8 * 2 ** 20
const needed = ['cmap', 'head', 'hhea', 'hmtx', 'maxp', 'name', 'OS/2', 'post']

/**
 * Whether a web font is one: its header, its table directory, and that what is packed is as long as it says. Readers'
 * browsers check the rest before they use it. Throws `InvalidInput` with the reason.
 */
export async function checkFont(kind: 'woff2' | 'woff', bytes: Buffer): Promise<void> {
  try {
    const flavour = bytes.readUInt32BE(4)
    if (flavour !== 0x00010000 && flavour !== 0x4f54544f) throw refused('expected one font, not a collection')
    if (bytes.readUInt32BE(8) !== bytes.length) throw refused('expected a font that is whole')
    const count = bytes.readUInt16BE(12)
    if (count === 0 || count > mostTables) throw refused(`expected 1 to ${mostTables} tables`)
    const tags = kind === 'woff2' ? await tablesOfWoff2(bytes, count) : await tablesOfWoff(bytes, count)
    for (const tag of needed) if (!tags.includes(tag)) throw refused(`expected a font with the table "${tag}"`)
    if (!tags.some((tag) => ['glyf', 'CFF ', 'CFF2'].includes(tag))) throw refused('expected a font with outlines')
    if (tags.includes('SVG ')) throw refused('expected a font without drawings in it')
    if (new Set(tags).size < tags.length) throw refused('expected each table once')
  } catch (error) {
    // Whatever reads beyond the end, or does not unpack.
    throw error instanceof InvalidInput ? error : refused('expected a font that is whole')
  }
}

/** https://www.w3.org/TR/WOFF2/#table_dir_format */
async function tablesOfWoff2(bytes: Buffer, count: number): Promise<string[]> {
  const packed = bytes.readUInt32BE(20)
  const tags: string[] = []
  let [at, plain] = [48, 0]
  const number = () => {
    let value = 0
    for (let i = 0; i < 5; i++) {
      const byte = bytes.readUInt8(at++)
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) return value
    }
    throw refused('expected a table directory that can be read')
  }
  for (let i = 0; i < count; i++) {
    const flags = bytes.readUInt8(at++)
    const index = flags & 0x3f
    const tag = index === 0x3f ? bytes.toString('latin1', at, (at += 4)) : (knownTags[index] ?? '')
    const length = number()
    // Outlines are transformed unless it says 3; every other table is as it is unless it says otherwise.
    const isTransformed = tag === 'glyf' || tag === 'loca' ? flags >> 6 !== 3 : flags >> 6 !== 0
    plain += isTransformed ? number() : length
    tags.push(tag)
  }
  if (plain > largestPlain || at + packed > bytes.length) throw refused('expected a font that is whole')
  const unpacked = await promisify(brotliDecompress)(bytes.subarray(at, at + packed), { maxOutputLength: largestPlain })
  if (unpacked.length !== plain) throw refused('expected tables as long as the font says')
  return tags
}

/** https://www.w3.org/TR/WOFF/#TableDirectory */
async function tablesOfWoff(bytes: Buffer, count: number): Promise<string[]> {
  const tags: string[] = []
  let sum = 0
  for (let i = 0; i < count; i++) {
    const at = 44 + i * 20
    const [offset, packed, plain] = [4, 8, 12].map((more) => bytes.readUInt32BE(at + more)) as [number, number, number]
    sum += plain
    if (offset + packed > bytes.length || packed > plain || sum > largestPlain)
      throw refused('expected a font that is whole')
    const part = bytes.subarray(offset, offset + packed)
    const body = packed === plain ? part : await promisify(inflate)(part, { maxOutputLength: largestPlain })
    if (body.length !== plain) throw refused('expected tables as long as the font says')
    tags.push(bytes.toString('latin1', at, at + 4))
  }
  return tags
}

const refused = (detail: string) => new InvalidInput('This font is refused.', [{ pointer: '/file', detail }])

/** Those that WOFF2 writes as a number, in its order. */
const knownTags = [
  'cmap head hhea hmtx maxp name OS/2 post cvt| fpgm glyf loca prep CFF| VORG EBDT EBLC gasp hdmx kern LTSH PCLT',
  'VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG| sbix acnt avar bdat bloc bsln cvar fdsc',
  'feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill',
].flatMap((line) => line.split(' ').map((tag) => tag.replace('|', ' ')))
