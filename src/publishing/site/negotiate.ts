import type { Entry, Variant } from './entry.ts'

/** The smallest form that the reader takes: brotli before gzip before plain. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
export function choose(entry: Entry, accepted: string | undefined): Variant {
  if (accepted === undefined || accepted === '') return entry.plain
  // Browsers and proxies send plain lists; weights are rare.
  if (!accepted.includes(';')) {
    if (plainBr.test(accepted)) return entry.br
    return plainGzip.test(accepted) ? entry.gzip : entry.plain
  }
  const weights = weightsOf(accepted)
  const weight = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const [br, gzip, plain] = [weight('br'), weight('gzip'), weights.get('identity') ?? 0]
  if (br > 0 && br >= gzip && br >= plain) return entry.br
  return gzip > 0 && gzip >= plain ? entry.gzip : entry.plain
}

const plainBr = /(^|[\s,])(br|\*)([\s,]|$)/i
const plainGzip = /(^|[\s,])(gzip|x-gzip)([\s,]|$)/i

function weightsOf(accepted: string) {
  const weights = new Map<string, number>()
  for (const part of accepted.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const weight = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, '')
    weights.set(name, weight === undefined ? 1 : Number.parseFloat(weight) || 0)
  }
  return weights
}

/**
 * Whether the reader has this already: any form of the same content will do, weakly compared, in a list or as `*`.
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export function isKnown(entry: Entry, variant: Variant, ifNoneMatch: string): boolean {
  if (ifNoneMatch === variant.etag || ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '')
    return tag === entry.plain.etag || tag === entry.br.etag || tag === entry.gzip.etag
  })
}
