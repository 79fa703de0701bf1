import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'

// A process of its own, which lives for one picture: it reads the bytes from its input, decodes them, writes them anew and
// answers with a line of JSON and the new bytes. A picture that kills it kills nothing else.

const mostPixels = 20_000_000
const longestSide = 8192
/** Wider than any screen shows it. */
const widest = 2400
const smallest = 16
/** Up to here lossless, for logos and icons; above it a photograph's format. */
const lossless = 640

const loaders: Record<string, string> = {
  png: 'VipsForeignLoadPngBuffer',
  jpeg: 'VipsForeignLoadJpegBuffer',
  gif: 'VipsForeignLoadNsgifBuffer',
  webp: 'VipsForeignLoadWebpBuffer',
  avif: 'VipsForeignLoadHeifBuffer',
  svg: 'VipsForeignLoadSvgBuffer',
}

class Refused extends Error {}

const kind = process.argv[2] ?? ''
try {
  await answer(kind, await buffer(process.stdin))
} catch (error) {
  const why = error instanceof Refused ? error.message : `expected a ${kind.toUpperCase()} picture that is whole`
  process.stdout.end(`${JSON.stringify({ refused: why })}\n`)
}

async function answer(kind: string, bytes: Buffer) {
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: [loaders[kind] ?? ''] })
  const open = (density?: number) =>
    sharp(bytes, {
      limitInputPixels: mostPixels,
      failOn: 'error',
      sequentialRead: true,
      ...(density ? { density } : {}),
    })
  const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata()
  if (pages > 1) throw new Refused('expected a picture that does not move')
  if (kind !== 'svg') checkSize(width, height)
  const source = open(kind === 'svg' ? densityFor(width, height) : undefined).autoOrient()
  const fitted = source.resize({ width: widest, height: widest, fit: 'inside', withoutEnlargement: true })
  const { data: pixels, info: raw } = await fitted.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const again = () => sharp(pixels, { raw: { width: raw.width, height: raw.height, channels: raw.channels } })
  const isSmall = Math.max(raw.width, raw.height) <= lossless
  const encoded = isSmall ? again().png({ compressionLevel: 9 }) : again().webp({ quality: 82 })
  const picture = await encoded.toBuffer()
  const isSquare = Math.abs(raw.width - raw.height) <= raw.width * 0.02
  const icon = isSquare ? await again().resize(32, 32, { fit: 'fill' }).png({ compressionLevel: 9 }).toBuffer() : null
  const head = { width: raw.width, height: raw.height, type: isSmall ? 'png' : 'webp', icon: icon?.length ?? null }
  process.stdout.write(`${JSON.stringify(head)}\n`)
  if (icon) process.stdout.write(icon)
  process.stdout.end(picture)
}

function checkSize(width: number, height: number) {
  if (Math.max(width, height) > longestSide || width * height > mostPixels)
    throw new Refused(
      `expected at most ${longestSide} pixels a side and ${mostPixels / 1e6} million in all; this has ${width} by ${height}`,
    )
  if (Math.min(width, height) < smallest) throw new Refused(`expected at least ${smallest} pixels a side`)
}

/** A drawing has no pixels of its own: twice the size it names, for dense screens, within what a page can use. */
function densityFor(width: number, height: number): number {
  const side = Math.max(width, height)
  if (!(Math.min(width, height) >= 1) || side / Math.min(width, height) > 50)
    throw new Refused('expected a drawing that names its size')
  return Math.min(7200, (72 * Math.min(1280, Math.max(256, side * 2))) / side)
}
