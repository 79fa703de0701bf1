type Unit = 'characters' | 'bytes' | 'graphemes' | 'segments'

/** How long a text is, as the vendor counts: `characters` are UTF-16 code units, as in JavaScript and Java. */
export function lengthOf(text: string, unit: Exclude<Unit, 'segments'>): number {
  if (unit === 'characters') return text.length
  if (unit === 'bytes') return Buffer.byteLength(text)
  let count = 0
  for (const _ of graphemes.segment(text)) count++
  return count
}

/**
 * The text where it fits, else its beginning and `end`, never longer than `max`: cut between two words where one is near, and never
 * inside a character that people see as one.
 */
export function fitted(text: string, max: number, unit: Exclude<Unit, 'segments'> = 'characters', end = '…'): string {
  if (lengthOf(text, unit) <= max) return text
  const room = max - lengthOf(end, unit)
  if (room <= 0) return ''
  let length = 0
  let cut = 0
  let space = 0
  for (const { segment, index } of graphemes.segment(text)) {
    length += unit === 'graphemes' ? 1 : lengthOf(segment, unit)
    if (length > room) break
    cut = index + segment.length
    if (/^\s/.test(segment)) space = index
  }
  return text.slice(0, space > cut * 0.7 ? space : cut).trimEnd() + end
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
