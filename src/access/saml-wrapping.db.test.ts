import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readerAt, readingServer } from '../test/reading.ts'
import { samlProvider } from '../test/saml-provider.ts'
import { changeAccess } from './change.ts'
import { accessOf } from './find.ts'
import { samlMetadata } from './saml.ts'
import { samlXml } from './saml-shape.ts'

const database = await testDatabase()
const { ctx, base } = await testContext(database, { seed: 'wrapping' })
const { page } = await acme(ctx)
const { publisher, origin } = await readingServer(base)
const callback = 'http://status.test/sign-in/saml/idp'
const provider = await samlProvider()
const { entityId, ssoUrl, certificate } = provider
await changeAccess(ctx, page, {
  private: true,
  connections: [
    { kind: 'saml', key: 'idp', name: 'Login', domains: [], attributes: [], entityId, ssoUrl, certificate },
  ],
})
await publisher.reconcile()
const [connection] = (await accessOf(ctx, page)).connections
assert.ok(connection?.kind === 'saml')
const metadata = await samlMetadata(ctx, { page, connection, callback })

const post = (xml: string) =>
  readerAt(origin).post('/sign-in/saml/idp', { SAMLResponse: Buffer.from(xml).toString('base64') })

/** An answer about pat, signed; and the same pieces for an attacker who wants to be eve. */
async function signed() {
  const begun = await readerAt(origin).get('/sign-in/with/idp')
  const answer = await provider.answer(metadata, begun.headers.get('location')!, { nameId: 'pat' })
  const xml = Buffer.from(answer, 'base64').toString()
  const assertion = /<saml:Assertion [\s\S]*<\/saml:Assertion>/.exec(xml)![0]
  const signature = /<ds:Signature [\s\S]*<\/ds:Signature>/.exec(assertion)![0]
  const evil = (inner = '') =>
    assertion
      .replace(signature, inner)
      .replace('>pat<', '>eve<')
      .replace(/ ID="[^"]+"/, ' ID="_evil"')
  return { xml, assertion, signature, evil, bare: assertion.replace(signature, '') }
}

type Pieces = Awaited<ReturnType<typeof signed>>

/** The eight known ways to wrap a signature: https://www.usenix.org/system/files/conference/usenixsecurity12/sec12-final91.pdf */
const wrappings: Record<string, (pieces: Pieces) => string> = {
  'XSW1: the signed response within an evil one’s signature': ({ xml, assertion, signature, evil }) =>
    xml.replace(assertion, evil(signature.replace('</ds:Signature>', `<ds:Object>${xml}</ds:Object></ds:Signature>`))),
  'XSW2: the signed response beside the signature of an evil one': ({ xml, assertion, signature, evil }) =>
    xml.replace(assertion, `${xml}${signature}${evil()}`),
  'XSW3: an evil assertion before the signed one': ({ xml, assertion, evil }) =>
    xml.replace(assertion, evil() + assertion),
  'XSW4: the signed one within the evil one': ({ xml, assertion, evil }) => xml.replace(assertion, evil(assertion)),
  'XSW5: the evil one has the signature, the signed one stands behind': ({ xml, assertion, signature, evil, bare }) =>
    xml.replace(assertion, evil(signature) + bare),
  'XSW6: the signed one within the signature of the evil one': ({ xml, assertion, signature, evil, bare }) =>
    xml.replace(assertion, evil(signature.replace('</ds:Signature>', `${bare}</ds:Signature>`))),
  'XSW7: the evil one in extensions': ({ xml, assertion, evil }) =>
    xml.replace(assertion, `<samlp:Extensions>${evil()}</samlp:Extensions>${assertion}`),
  'XSW8: the signed one as an object of the evil one’s signature': ({ xml, assertion, signature, evil, bare }) =>
    xml.replace(assertion, evil(signature.replace('</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`))),
  'the evil one by another prefix': ({ xml, assertion, evil }) =>
    xml.replace(assertion, evil().replaceAll('saml:', 'x:').replaceAll('xmlns:saml=', 'xmlns:x=') + assertion),
  'a signed one whose name was changed': ({ xml }) => xml.replace('>pat<', '>eve<'),
  'the same ID twice': ({ xml, assertion, evil }) => {
    const id = / ID="([^"]+)"/.exec(assertion)![1]!
    return xml.replace(assertion, evil().replace('_evil', id) + assertion)
  },
  'two signatures in one': ({ xml, signature }) => xml.replace(signature, signature + signature),
}

for (const [name, wrap] of Object.entries(wrappings)) {
  test(`${name}: nobody is let in`, async () => {
    const answer = await post(wrap(await signed()))
    assert.ok(answer.status === 403 || answer.status === 400, String(answer.status))
    assert.equal(answer.headers.get('set-cookie'), null)
  })
}

test('untouched it would have been taken: the tests above refuse what was changed', async () => {
  assert.equal((await post((await signed()).xml)).status, 303)
})

test('entities, bombs, deep nesting and floods are refused before anything reads them, and nobody is asked for anything', async () => {
  let asked = 0
  const listener = createServer((_req, res) => {
    asked++
    res.end()
  })
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready))
  after(() => void listener.close())
  const port = (listener.address() as AddressInfo).port
  const { xml } = await signed()
  const body = xml.replace(/^<\?xml[^>]*>/, '')
  const bombs = [
    `<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:${port}/">]>${body.replace('>pat<', '>&x;<')}`,
    `<!DOCTYPE r SYSTEM "http://127.0.0.1:${port}/x.dtd">${body}`,
    `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">${'bcdefgh'
      .split('')
      .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefg'[i]};`.repeat(10)}">`)
      .join('')}]>${body.replace('>pat<', '>&h;<')}`,
    `<samlp:Response>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</samlp:Response>`,
    `<samlp:Response>${'x'.repeat(300_000)}</samlp:Response>`,
    `<?xml-stylesheet href="http://127.0.0.1:${port}/"?>${body}`,
    Buffer.from(xml, 'utf8').toString('utf16le'),
    '',
    'not xml at all',
  ]
  for (const bomb of bombs) assert.ok([400, 403].includes((await post(bomb)).status), bomb.slice(0, 80))
  for (const bomb of bombs.slice(0, 6)) assert.equal((await post(bomb)).status, 400, bomb.slice(0, 80))
  assert.equal((await post('x'.repeat(5_000_000))).status, 413)
  assert.equal(asked, 0)
})

test('what is looked through is what is parsed: only UTF-8, only base64', () => {
  assert.throws(() => samlXml('!!!'), /not in base64/)
  const utf7 = Buffer.from('<?xml version="1.0" encoding="UTF-7"?><samlp:Response/>').toString('base64')
  assert.throws(() => samlXml(utf7), /not in UTF-8/)
})
