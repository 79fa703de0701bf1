import { isPublicName } from './world-text.ts'

/**
 * How long X takes a text to be: 280 is the most. Most code points count 1, others 2, an emoji 2 however it is made, an
 * address 23. https://docs.x.com/fundamentals/counting-characters and
 * https://github.com/twitter/twitter-text/blob/master/config/v3.json
 */
export function xLength(text: string): number {
  // 140 of the longest emoji are shorter than this: no need to look closer.
  if (text.length > 6000) return text.length
  let length = 0
  let rest = 0
  const normal = text.normalize('NFC')
  for (const { 0: found, index } of normal.matchAll(addresses)) {
    length += weight(normal.slice(rest, index)) + addressLength(found)
    rest = index + found.length
  }
  return length + weight(normal.slice(rest))
}

const addresses =
  /https?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}@/.-])(?:[a-z0-9-]+\.)+[a-z]{2,24}(?![\p{L}\p{N}-])(?:\/[^\s<>"]*)?/giu

/** One that X may not take for an address counts as the text that it is, where that is longer. */
function addressLength(found: string): number {
  const host = URL.parse(found)?.hostname ?? ''
  return found.startsWith('http') && isPublicName(host) && !/[^\x21-\x7e]/.test(found)
    ? shortened
    : Math.max(shortened, weight(found))
}
const shortened = 23

function weight(text: string): number {
  let sum = 0
  for (const [found] of text.matchAll(/\p{RGI_Emoji}|[\s\S]/gv)) {
    if (found.length > 1 || !isLight(found.codePointAt(0)!)) sum += 2
    else sum += 1
  }
  return sum
}

const isLight = (point: number) => light.some(([start, end]) => point >= start && point <= end)
const light = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
] as const
