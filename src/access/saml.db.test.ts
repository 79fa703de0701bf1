import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readerAt, readingServer } from '../test/reading.ts'
import { type Assertion, samlProvider } from '../test/saml-provider.ts'
import { changeAccess } from './change.ts'
import { accessOf } from './find.ts'
import { samlMetadata } from './saml.ts'
import { openSession } from './session.ts'

const database = await testDatabase()
const { ctx, base } = await testContext(database, { seed: 'saml' })
const { page } = await acme(ctx)
const { publisher, origin } = await readingServer(base)
const callback = 'http://status.test/sign-in/saml/idp'
const provider = await samlProvider()
const others = await samlProvider()
await changeAccess(ctx, page, {
  private: true,
  connections: [
    {
      kind: 'saml',
      key: 'idp',
      name: 'Customer login',
      domains: ['customer.example'],
      attributes: ['groups'],
      entityId: provider.entityId,
      ssoUrl: provider.ssoUrl,
      certificate: provider.certificate,
    },
  ],
})
await publisher.reconcile()
const [connection] = (await accessOf(ctx, page)).connections
assert.ok(connection?.kind === 'saml')
const metadata = await samlMetadata(ctx, { page, connection, callback })

async function begin() {
  const reader = readerAt(origin)
  const left = await reader.get('/sign-in/with/idp', { referer: `${origin}/history` })
  assert.equal(left.status, 303, await left.text())
  return { reader, request: left.headers.get('location')! }
}

/** As the provider's page does it: from another site, without our cookie. */
const post = (SAMLResponse: string) =>
  readerAt(origin).post('/sign-in/saml/idp', { SAMLResponse, RelayState: '//evil.example/' }, { origin: 'null' })

const sessionOf = (reader: ReturnType<typeof readerAt>) =>
  openSession(base.settings.secret, page, reader.cookies.get(`upfront-reader-${page}`) ?? '')

/** What comes of an assertion, from the door and back to it. */
async function outcome(assertion: Assertion, spoil: (xml: string) => string = (xml) => xml, by = provider) {
  const { reader, request } = await begin()
  const answer = await by.answer(metadata, request, assertion)
  const xml = spoil(Buffer.from(answer, 'base64').toString())
  const posted = await post(Buffer.from(xml).toString('base64'))
  if (posted.status === 303) await reader.get(posted.headers.get('location')!)
  return { status: posted.status, session: sessionOf(reader), reader, posted }
}

const pat: Assertion = { nameId: 'pat@customer.example', attributes: { groups: ['gold', 'eu'], salary: ['5'] } }

test('a reader comes back from an independent provider and is let in, in the browser that began it', async () => {
  const { reader, request } = await begin()
  const posted = await post(await provider.answer(metadata, request, pat))
  assert.equal(posted.status, 303, await posted.text())
  assert.equal(posted.headers.get('location'), '/sign-in/finish/idp')
  assert.equal(posted.headers.get('set-cookie'), null)
  const forged = readerAt(origin)
  assert.equal((await forged.get('/sign-in/finish/idp')).status, 403, 'another browser')
  const entered = await reader.get('/sign-in/finish/idp')
  assert.equal(entered.headers.get('location'), '/history')
  assert.equal((await reader.get('/')).status, 200)
  const session = sessionOf(reader)!
  assert.deepEqual([session.email, session.attributes], ['pat@customer.example', { groups: ['gold', 'eu'] }])
  assert.equal(session.identity, 'sso:idp:pat@customer.example')
  assert.equal((await reader.get('/sign-in/finish/idp')).status, 403, 'twice')
})

test('an address of a domain that the provider is not trusted for is nobody’s', async () => {
  const { session } = await outcome({ nameId: 'owner@acme.example' })
  assert.deepEqual([session?.email, session?.identity], [null, 'sso:idp:owner@acme.example'])
})

test('what is signed for somebody else, for another request, or is over, is refused; clocks may be three minutes off', async () => {
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  const refused: [RegExp, Record<string, string>][] = [
    [/audience mismatch/i, { Audience: 'https://other.example/saml' }],
    [/assertion is for https:\/\/other/, { SubjectRecipient: 'https://other.example/sign-in/saml/idp' }],
    [/InResponseTo is not valid/, { InResponseTo: '_0123456789abcdef0123456789abcdef01234567' }],
    [/InResponseTo is missing/, { InResponseTo: '' }],
    [/issued by https:\/\/other-idp/, { Issuer: 'https://other-idp.test/saml' }],
    [/expired/, { ConditionsNotOnOrAfter: at(-10) }],
    [/No valid subject confirmation/, { SubjectConfirmationDataNotOnOrAfter: at(-10) }],
    [/not yet valid/, { ConditionsNotBefore: at(10), ConditionsNotOnOrAfter: at(20) }],
  ]
  for (const [why, changes] of refused) {
    const { status, session } = await outcome({ ...pat, changes })
    assert.deepEqual([status, session], [403, null], `${why}`)
    assert.match(await lastReason(), why)
  }
  const taken: Record<string, string>[] = [
    { ConditionsNotOnOrAfter: at(-2.5), SubjectConfirmationDataNotOnOrAfter: at(-2.5) },
    { ConditionsNotBefore: at(2.5) },
  ]
  for (const changes of taken) assert.equal((await outcome({ ...pat, changes })).status, 303, JSON.stringify(changes))
})

test('an answer is taken once, by whichever request it says it answers', async () => {
  const { reader, request } = await begin()
  const answer = await provider.answer(metadata, request, { ...pat, changes: { AssertionID: '_once' } })
  assert.equal((await post(answer)).status, 303)
  assert.equal((await post(answer)).status, 403, 'replayed')
  await reader.get('/sign-in/finish/idp')
  assert.equal((await post(answer)).status, 403, 'replayed after the end')
  const second = await begin()
  const again = await provider.answer(metadata, second.request, { ...pat, changes: { AssertionID: '_once' } })
  assert.equal((await post(again)).status, 403, 'the same assertion for another request')
})

test('the assertion itself must be signed, by the provider that is known, with what is safe today', async () => {
  const sha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
  const cases: [string, Assertion, ((xml: string) => string) | undefined, typeof provider | undefined][] = [
    ['SHA-1', { ...pat, algorithm: sha1 }, undefined, undefined],
    ['another key under the same name', pat, undefined, others],
    ['no signature', pat, (xml) => xml.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, ''), undefined],
    ['another digest', pat, (xml) => xml.replace(/<ds:DigestValue>..../, '<ds:DigestValue>AAAA'), undefined],
    ['another name', pat, (xml) => xml.replace('pat@customer', 'eve@customer'), undefined],
    [
      'a comment in the name',
      { ...pat, nameId: 'eve@customer.example.evil.example' },
      (xml) => xml.replace('.evil.example<', '<!-- x -->.evil.example<'),
      undefined,
    ],
    [
      'algorithm none',
      pat,
      (xml) => xml.replace(/SignatureMethod Algorithm="[^"]+"/, 'SignatureMethod Algorithm="none"'),
      undefined,
    ],
    [
      'HMAC with the certificate',
      pat,
      (xml) =>
        xml.replace(
          /SignatureMethod Algorithm="[^"]+"/,
          'SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"',
        ),
      undefined,
    ],
  ]
  for (const [name, assertion, spoil, by] of cases) {
    const { status, session } = await outcome(assertion, spoil, by)
    assert.ok(status === 403 || status === 400, `${name}: ${status}`)
    assert.equal(session, null, name)
  }
})

test('why it was refused is recorded for operators, and the reader is told nothing of it', async () => {
  const { posted } = await outcome({ ...pat, changes: { Audience: 'https://other.example/saml' } })
  assert.doesNotMatch(await posted.text(), /[Aa]udience/)
  assert.match(await lastReason(), /audience/i)
})

async function lastReason(): Promise<string> {
  const { data } = await ctx.db
    .selectFrom('events')
    .select('data')
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'reader.refused')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return JSON.stringify(data)
}
