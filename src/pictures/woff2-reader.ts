/** Reads numbers of a font one after the other; past the end it throws. */
export function reader(bytes: Buffer) {
  let at = 0
  const u8 = () => bytes.readUInt8(at++)
  const u16 = () => {
    at += 2
    return bytes.readUInt16BE(at - 2)
  }
  return {
    u8,
    u16,
    u32: () => {
      at += 4
      return bytes.readUInt32BE(at - 4)
    },
    /** https://www.w3.org/TR/WOFF2/#UIntBase128 */
    base128: () => {
      let value = 0
      for (let i = 0; i < 5; i++) {
        const byte = u8()
        value = value * 128 + (byte & 127)
        if (byte < 128) return value
      }
      throw new Error('a number of this font is too long')
    },
    /** https://www.w3.org/TR/WOFF2/#255UInt16-0 */
    short: () => {
      const code = u8()
      if (code === 253) return u16()
      if (code === 254) return u8() + 506
      return code === 255 ? u8() + 253 : code
    },
    skip: (count: number) => {
      at += count
    },
    take: (count: number) => {
      if (at + count > bytes.length) throw new Error('this font is cut off')
      at += count
      return bytes.subarray(at - count, at)
    },
    at: () => at,
  }
}
