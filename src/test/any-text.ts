import fc from 'fast-check'

/**
 * Text of any characters, those that nobody has defined too. As fast-check's own `binary` strings, which first writes down
 * the million that there are, for three seconds.
 */
export const anyText = (limits: { maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.array(character, limits).map((characters) => characters.join(''))

/** Every code point but halves of pairs. */
const character = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800))
