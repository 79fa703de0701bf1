/**
 * The language of a reader among those offered, by Accept-Language: the one with the highest weight, the first of equal
 * ones; the page's own where none fits. `de-AT` takes `de`. https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function chooseLanguage(offered: readonly string[], own: string, accepted: string | undefined): string {
  if (!accepted || accepted.length > longestHeader) return own
  let [best, weight] = [own, 0]
  for (const part of accepted.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const given = parameters.find((parameter) => /^q\s*=/.test(parameter))
    const q = given === undefined ? 1 : Number.parseFloat(given.replace(/^q\s*=\s*/, '')) || 0
    const lang = range === '*' ? own : range.split('-')[0]!
    if (q > weight && q <= 1 && offered.includes(lang)) [best, weight] = [lang, q]
  }
  return best
}

/** Browsers send a few dozen characters. */
const longestHeader = 1000
