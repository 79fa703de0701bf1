/** One line of a calendar, folded after 75 octets and never within a character: RFC 5545, section 3.1. */
export function property(name: string, value: string): string {
  const lines: string[] = []
  let line = ''
  let octets = 0
  for (const character of `${name}:${value}`) {
    const size = Buffer.byteLength(character)
    if (octets + size > 75) {
      lines.push(line)
      // The space that continues a line counts.
      line = ' '
      octets = 1
    }
    line += character
    octets += size
  }
  return [...lines, line].join('\r\n')
}

/** A text as a value: marks escaped, control characters left out. Section 3.3.11. */
export const text = (words: string): string =>
  words
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')

/** An instant in UTC: 20261124T070000Z. Section 3.3.5. */
export const moment = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
