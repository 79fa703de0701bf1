import { InvalidInput } from '../lib/errors.ts'

const largest = 512 * 1024

/** What a drawing may not have, and why; it is rasterised all the same, so none of it could ever run or fetch. */
const refused: [pattern: RegExp, why: string][] = [
  [/<!\s*(doctype|entity)/i, 'no document type and no entities'],
  [/<\s*(\w+:)?script\b/i, 'no script'],
  [/<\s*(\w+:)?(foreignobject|iframe|object|embed|audio|video)\b/i, 'no foreignObject and no other documents'],
  [/\son[a-z]+\s*=/i, 'no event handlers'],
  [/(java|vb)script\s*:/i, 'no script in links'],
  [/<\?xml-stylesheet|@import/i, 'no style sheets from elsewhere'],
  [
    /\b(xlink:)?(href|src)\s*=\s*["']?\s*(?!["'#\s]|data:image\/(png|jpeg|gif|webp);base64,)/i,
    'nothing from elsewhere',
  ],
  [/url\(\s*["']?\s*(?!["'#\s]|data:image\/(png|jpeg|gif|webp);base64,)/i, 'nothing from elsewhere'],
]

/** Throws `InvalidInput` where an SVG holds more than a drawing. */
export function checkDrawing(bytes: Buffer) {
  const no = (detail: string) => new InvalidInput('This drawing is refused.', [{ pointer: '/file', detail }])
  if (bytes.length > largest) throw no(`expected a drawing of at most ${largest / 1024} KB`)
  const text = bytes.toString('utf8')
  if (text.includes('\ufffd') || text.includes('\0')) throw no('expected a drawing in UTF-8')
  for (const [pattern, why] of refused) if (pattern.test(text)) throw no(`expected a drawing with ${why}`)
}
