import { Malformed, Refused } from './refused.ts'

/** Larger answers, and deeper ones, are no sign-in. */
const largest = 256 * 1024
const deepest = 60

const signatures = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
])
const digests = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512',
])

/**
 * The XML of a SAML response, looked through before any parser sees it. Throws Refused for what no honest identity provider
 * sends: document types and entities, comments, a second response or assertion to wrap a signed one in, old digests.
 */
export function samlXml(base64: string): string {
  if (base64.length > largest * 1.4) throw new Malformed('The answer is larger than 256 KB.')
  const text = base64.replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new Malformed('The answer is not in base64.')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length > largest) throw new Malformed('The answer is larger than 256 KB.')
  const xml = decoded(bytes)
  if (/<!|<\?(?!xml\s)/.test(xml)) throw new Malformed('The answer holds a comment, a document type or an instruction.')
  checkDepth(xml)
  const count = (name: string) => xml.match(new RegExp(`<(?:[\\w.-]+:)?${name}[\\s/>]`, 'g'))?.length ?? 0
  if (count('EncryptedAssertion') > 0) throw new Refused('The assertion is encrypted, which is not supported.')
  if (count('Response') !== 1) throw new Refused(`The answer holds ${count('Response')} responses.`)
  if (count('Assertion') !== 1) throw new Refused(`The answer holds ${count('Assertion')} assertions.`)
  if (count('Signature') > 2) throw new Refused('The answer holds more than two signatures.')
  checkAlgorithms(xml, 'SignatureMethod', signatures)
  checkAlgorithms(xml, 'DigestMethod', digests)
  return xml
}

/** UTF-8 alone: in another encoding what is read here would not be what a parser reads. */
function decoded(bytes: Buffer): string {
  try {
    const xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const [, encoding = 'utf-8'] = /^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)/.exec(xml) ?? []
    if (encoding.toLowerCase() === 'utf-8' && !xml.includes('\0')) return xml
  } catch {
    // Said below.
  }
  throw new Malformed('The answer is not in UTF-8.')
}

/** One pass, no stack of ours: nesting is what parsers run out of memory with. */
function checkDepth(xml: string) {
  let depth = 0
  for (const [tag] of xml.matchAll(/<[^>]*>/g)) {
    if (tag.startsWith('</')) depth--
    else if (!tag.endsWith('/>') && !tag.startsWith('<?')) depth++
    if (depth > deepest) throw new Malformed(`The answer is nested more than ${deepest} deep.`)
  }
}

function checkAlgorithms(xml: string, element: string, known: ReadonlySet<string>) {
  for (const [tag] of xml.matchAll(new RegExp(`<(?:[\\w.-]+:)?${element}\\b[^>]*>`, 'g'))) {
    const [, , algorithm = 'nothing'] = /\sAlgorithm\s*=\s*(["'])(.*?)\1/.exec(tag) ?? []
    if (!known.has(algorithm)) throw new Refused(`It is signed with ${algorithm.slice(0, 200)}, which is not safe.`)
  }
}
