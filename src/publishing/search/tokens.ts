/** A word as it is looked up, and where it stands in the text that it is from. */
export type Token = { word: string; start: number; end: number }

/** How a word is compared: without case, accents and forms of width. */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ')
}

/** Most words are, and take a tenth of the time. */
const plain = /^[\x20-\x7e]*$/

/** Words of a text. Scripts that write no spaces are looked up by each two signs that stand beside each other. */
export function tokens(text: string): Token[] {
  const all: Token[] = []
  for (const { 0: run, index } of text.matchAll(runs)) {
    if (unspaced.test(run)) pairs(all, run, index)
    else {
      const word = fold(run)
      if (word !== '') all.push({ word, start: index, end: index + run.length })
    }
  }
  return all
}

const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー])[\p{L}\p{N}\p{M}])+/gu
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u

/** The last sign stands alone too, so that one sign finds every place of it by its beginning. */
function pairs(all: Token[], run: string, index: number) {
  const signs = [...run]
  let start = index
  for (const [i, sign] of signs.entries()) {
    const next = signs[i + 1] ?? ''
    const word = fold(sign + next)
    if (word !== '') all.push({ word, start, end: start + sign.length + next.length })
    start += sign.length
  }
}

/** The words of a question: each once, the last may be the beginning of one. Of a run of pairs, the lone last sign asks nothing. */
export function asked(query: string): string[] {
  const all = tokens(query)
  const words = all.filter(({ start, end }) => !all.some((other) => other.start < start && other.end === end))
  return [...new Set(words.map(({ word }) => word))].slice(0, 12)
}
