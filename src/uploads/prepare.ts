import { hash } from 'node:crypto'
import { InvalidInput, TooLarge } from '../lib/errors.ts'
import { checkDrawing } from './drawing.ts'
import { checkFont } from './font.ts'
import { endingOf, kindOf } from './kind.ts'
import { nameFrom } from './name.ts'
import { readPicture } from './picture.ts'

export const largestPicture = 2 * 2 ** 20
export const largestFont = 512 * 1024

/** A picture or a font as it will be published. */
export type Prepared = {
  name: string
  kind: 'image' | 'font'
  contentType: string
  bytes: Buffer
  hash: string
  /** Of what came. */
  sourceHash: string
  width: number | null
  height: number | null
  icon: Buffer | null
}

/**
 * Looks at what came and makes of it what may be published. Nothing is stored. Throws `InvalidInput` or `TooLarge` with the
 * reason; the bytes decide what it is, and `called` only what it is called.
 */
export async function prepareUpload(called: string, came: Buffer): Promise<Prepared> {
  const kind = kindOf(came)
  if (came.length > largestPicture) throw new TooLarge(`A picture may have ${largestPicture / 2 ** 20} MB.`)
  if (kind === null || kind === 'sfnt')
    throw new InvalidInput('This file is refused.', [{ pointer: '/file', detail: not[kind ?? 'known'] }])
  const sourceHash = hashOf(came)
  if (kind === 'woff2' || kind === 'woff') {
    if (came.length > largestFont)
      throw new TooLarge(`A font may have ${largestFont / 1024} KB. Leave out the scripts that the page does not use.`)
    await checkFont(kind, came)
    const facts = { width: null, height: null, icon: null }
    return {
      name: nameFrom(called, kind),
      kind: 'font',
      contentType: `font/${kind}`,
      bytes: came,
      hash: sourceHash,
      sourceHash,
      ...facts,
    }
  }
  if (kind === 'svg') checkDrawing(came)
  const { type, bytes, width, height, icon } = await readPicture(kind, came)
  if (bytes.length > largestPicture) throw new TooLarge('The picture is too large as it would be published.')
  const name = nameFrom(called, endingOf(kind))
  return {
    name,
    kind: 'image',
    contentType: `image/${type}`,
    bytes,
    hash: hashOf(bytes),
    sourceHash,
    width,
    height,
    icon,
  }
}

const not = {
  known: 'expected a picture (PNG, JPEG, WebP, GIF, AVIF or SVG) or a font (WOFF2 or WOFF)',
  sfnt: 'expected WOFF2 or WOFF, which are made for the web: convert the font, with woff2_compress for example',
}

export const hashOf = (bytes: Buffer) => hash('sha256', bytes, 'base64url').slice(0, 16).replaceAll(/[-_]/g, '0')
