import { createInterface } from 'node:readline'
import sharp from 'sharp'
import { type Picture, pictureHeight, pictureWidth } from './picture.ts'

// A process of its own, which ends with its input: what draws takes more memory than the whole program, and gives none
// back. Each line of its input is a picture as JSON; each answer four bytes with a length, then as many of a PNG;
// where the length is negative, of the reason why there is none.

sharp.cache(false)
sharp.concurrency(1)
const margin = 80
const width = pictureWidth - 2 * margin
const wide = /[\u1100-\u11ff\u2e80-\uffef\u{1f000}-\u{3ffff}]/u

for await (const line of createInterface({ input: process.stdin })) {
  const { sign, body } = await Promise.resolve(line)
    .then((json) => draw(JSON.parse(json)))
    .then(
      (body) => ({ sign: 1, body }),
      (error: Error) => ({ sign: -1, body: Buffer.from(error.message) }),
    )
  const length = Buffer.alloc(4)
  length.writeInt32BE(sign * body.length)
  process.stdout.write(Buffer.concat([length, body]))
}

async function draw({ page, title, about, dir, shape, colours }: Picture): Promise<Buffer> {
  const text = (words: string, size: number, colour: string, tallest: number) =>
    /\S/.test(words.replaceAll(/<[^>]*>/g, '')) ? block(words, { size, colour, tallest, dir }) : null
  const size = sizeFor(title)
  const [name, large, small] = await Promise.all([
    text(`<b>${escaped(shortened(page, 50))}</b>`, 34, colours.muted, 44),
    text(`<b>${escaped(shortened(title, 150))}</b>`, size, colours.ink, Math.round(size * 4.85)),
    about ? text(escaped(shortened(about, 56)), 34, colours.muted, 44) : null,
  ])
  const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${pictureHeight}"><rect width="100%" height="100%" fill="${colours.paper}"/><rect width="100%" height="16" fill="${colours.tone}"/><svg x="${dir === 'rtl' ? pictureWidth - margin - 64 : margin}" y="150" width="64" height="64" viewBox="0 0 16 16" fill="${colours.tone}">${shape}</svg></svg>`
  const at = (one: Block | null, top: (height: number) => number) =>
    one
      ? [{ input: one.png, top: top(one.height), left: dir === 'rtl' ? pictureWidth - margin - one.width : margin }]
      : []
  return sharp(Buffer.from(frame))
    .composite([...at(name, () => 72), ...at(large, () => 244), ...at(small, (height) => pictureHeight - 72 - height)])
    .png({ palette: true, colours: 64 })
    .toBuffer()
}

type Block = { png: Buffer; width: number; height: number }
type Look = { size: number; colour: string; tallest: number; dir: Picture['dir'] }

async function block(markup: string, { size, colour, tallest, dir }: Look): Promise<Block> {
  const text = `<span foreground="${colour}">${markup}</span>`
  const align = dir === 'rtl' ? 'right' : 'left'
  const input = { text, font: `Inter ${size}`, rgba: true, width, dpi: 72, align, wrap: 'word-char' } as const
  const { data, info } = await sharp({ text: input }).png().toBuffer({ resolveWithObject: true })
  if (info.height <= tallest && info.width <= width) return { png: data, width: info.width, height: info.height }
  const [w, h] = [Math.min(width, info.width), Math.min(tallest, info.height)]
  const png = await sharp(data).extract({ left: 0, top: 0, width: w, height: h }).png().toBuffer()
  return { png, width: w, height: h }
}

/** So that four lines hold it; signs as wide as they are high count twice. */
function sizeFor(title: string): number {
  const length = widthOf(title)
  return length <= 60 ? 68 : length <= 110 ? 58 : 46
}

function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (wide.test(sign) ? 2 : 1), 0)
}

function shortened(text: string, most: number): string {
  if (widthOf(text) <= most) return text
  let cut = ''
  for (const sign of text) {
    if (widthOf(cut + sign) >= most) break
    cut += sign
  }
  return `${cut.trimEnd()}…`
}

/** Pango's markup. Control characters are no text, and end it. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u001f\u007f\ufffe\uffff]/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
