/** What a file is, by its first bytes: neither its name nor what the sender says of it counts. */
export type Came = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif' | 'svg' | 'woff2' | 'woff' | 'sfnt'

export function kindOf(bytes: Buffer): Came | null {
  const starts = (text: string, at = 0) => bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'))
  if (starts('\x89PNG\r\n\x1a\n')) return 'png'
  if (starts('\xff\xd8\xff')) return 'jpeg'
  if (starts('GIF87a') || starts('GIF89a')) return 'gif'
  if (starts('RIFF') && starts('WEBP', 8)) return 'webp'
  if (starts('ftypavif', 4)) return 'avif'
  if (starts('wOF2')) return 'woff2'
  if (starts('wOFF')) return 'woff'
  if (starts('\x00\x01\x00\x00') || starts('OTTO') || starts('true') || starts('ttcf')) return 'sfnt'
  return /^\ufeff?\s*(<\?xml\b[^>]*>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE\b[^>]*>?\s*)*<svg[\s>]/i.test(
    bytes.subarray(0, 4096).toString('utf8'),
  )
    ? 'svg'
    : null
}

/** What its name ends with. */
export const endingOf = (kind: Came): string => (kind === 'jpeg' ? 'jpg' : kind)
