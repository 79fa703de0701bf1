import { reader } from './woff2-reader.ts'

type Stream = ReturnType<typeof reader>
type Streams = Record<'contours' | 'points' | 'flags' | 'glyphs' | 'composites' | 'boxes' | 'instructions', Stream>
type Point = { x: number; y: number; on: boolean }

/** The outlines of a font and where each begins, from their transformed form: https://www.w3.org/TR/WOFF2/#glyf_table_format */
export function glyphTables(table: Buffer): { glyf: Buffer; loca: Buffer } {
  const head = reader(table)
  head.skip(4)
  const count = head.u16()
  head.skip(2)
  const sizes = Array.from({ length: 7 }, () => head.u32())
  const parts = sizes.map((size) => head.take(size))
  const part = (i: number) => reader(parts[i]!)
  const bits = parts[5]!
  const streams: Streams = {
    contours: part(0),
    points: part(1),
    flags: part(2),
    glyphs: part(3),
    composites: part(4),
    boxes: part(5),
    instructions: part(6),
  }
  streams.boxes.skip(4 * Math.floor((count + 31) / 32))
  const glyphs = Array.from({ length: count }, (_, i) => {
    const hasBox = (bits[i >> 3]! & (128 >> (i & 7))) !== 0
    const glyph = glyphOf(streams, hasBox)
    return Buffer.concat([glyph, Buffer.alloc(-glyph.length & 3)])
  })
  const loca = Buffer.alloc(4 * (count + 1))
  let at = 0
  for (const [i, { length }] of glyphs.entries()) {
    at += length
    loca.writeUInt32BE(at, 4 * (i + 1))
  }
  return { glyf: Buffer.concat(glyphs), loca }
}

function glyphOf(streams: Streams, hasBox: boolean): Buffer {
  const contours = streams.contours.u16()
  if (contours === 0) return Buffer.alloc(0)
  return contours === 0xffff ? composite(streams) : simple(streams, contours, hasBox)
}

function composite({ composites, boxes, glyphs, instructions }: Streams): Buffer {
  const parts: Buffer[] = [Buffer.from([255, 255]), boxes.take(8)]
  let flags = 0
  let instructed = false
  do {
    const start = composites.take(2)
    flags = start.readUInt16BE()
    instructed ||= (flags & 0x100) !== 0
    const scale = flags & 0x8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0
    parts.push(start, composites.take(2 + (flags & 1 ? 4 : 2) + scale))
  } while (flags & 0x20)
  if (instructed) {
    const length = glyphs.short()
    parts.push(words(length), instructions.take(length))
  }
  return Buffer.concat(parts)
}

function simple(streams: Streams, contours: number, hasBox: boolean): Buffer {
  const ends: number[] = []
  let total = 0
  for (let i = 0; i < contours; i++) {
    total += streams.points.short()
    ends.push(total - 1)
  }
  const points: Point[] = []
  for (let i = 0, x = 0, y = 0; i < total; i++) {
    const { dx, dy, on } = step(streams)
    x += dx
    y += dy
    points.push({ x, y, on })
  }
  const length = streams.glyphs.short()
  const code = streams.instructions.take(length)
  const box = hasBox ? streams.boxes.take(8) : boxOf(points)
  const flags = Buffer.from(points.map(({ on }) => Number(on)))
  const steps = (axis: 'x' | 'y') => words(...points.map((point, i) => point[axis] - (points[i - 1]?.[axis] ?? 0)))
  return Buffer.concat([words(contours), box, words(...ends), words(length), code, flags, steps('x'), steps('y')])
}

/** https://www.w3.org/TR/WOFF2/#triplet_decoding */
function step({ flags, glyphs }: Streams): { dx: number; dy: number; on: boolean } {
  const byte = flags.u8()
  const flag = byte & 127
  const on = byte < 128
  const signed = (bits: number, value: number) => (bits & 1 ? value : -value)
  const [x, y] = [flag, flag >> 1]
  if (flag < 10) return { dx: 0, dy: signed(x, ((flag & 14) << 7) + glyphs.u8()), on }
  if (flag < 20) return { dx: signed(x, (((flag - 10) & 14) << 7) + glyphs.u8()), dy: 0, on }
  if (flag < 84) {
    const [b, low] = [flag - 20, glyphs.u8()]
    return { dx: signed(x, 1 + (b & 48) + (low >> 4)), dy: signed(y, 1 + ((b & 12) << 2) + (low & 15)), on }
  }
  if (flag < 120) {
    const b = flag - 84
    const dx = signed(x, 1 + (Math.floor(b / 12) << 8) + glyphs.u8())
    return { dx, dy: signed(y, 1 + (((b % 12) >> 2) << 8) + glyphs.u8()), on }
  }
  if (flag < 124) {
    const [a, b, c] = [glyphs.u8(), glyphs.u8(), glyphs.u8()]
    return { dx: signed(x, (a << 4) + (b >> 4)), dy: signed(y, ((b & 15) << 8) + c), on }
  }
  return { dx: signed(x, glyphs.u16()), dy: signed(y, glyphs.u16()), on }
}

function boxOf(points: Point[]): Buffer {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return words(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
}

const words = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 2)
  for (const [i, value] of values.entries()) out.writeUInt16BE(value & 0xffff, i * 2)
  return out
}
