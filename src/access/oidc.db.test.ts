import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardedOutbound } from '../lib/guarded-fetch.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { openIdProvider } from '../test/openid-provider.ts'
import { readerAt, readingServer } from '../test/reading.ts'
import { changeAccess } from './change.ts'
import { openSession, type Session } from './session.ts'

const database = await testDatabase()
const start = new Date(Math.floor(performance.timeOrigin + performance.now())).toISOString()
const made = await testContext(database, { seed: 'oidc', start })
const held: { person: Record<string, unknown> } = { person: { sub: 'u1' } }
const outbound = { http: guardedOutbound({ allow: ['127.0.0.0/8', 'localhost:1'] }) }
const base = { ...made.base, http: (url: string, request = {}) => outbound.http(url, request) }
const ctx = { ...made.ctx, http: base.http }
const place = await acme(ctx)
const { publisher, origin } = await readingServer(base)
const slug = `acme-${place.page}`
const home = `/p/${slug}`
const callback = 'http://status.test/sign-in/callback/idp'
const { issuer, asked } = await openIdProvider({ callback, person: () => held.person })
outbound.http = guardedOutbound({ allow: [new URL(issuer).host, '127.0.0.0/8'] })
const connection = {
  kind: 'oidc' as const,
  key: 'idp',
  name: 'Customer login',
  issuer,
  clientId: 'upfront',
  clientSecret: 'a-secret-of-the-client',
  scopes: 'openid email profile',
  domains: ['customer.example'],
  attributes: ['Groups'],
}
await changeAccess(ctx, place.page, { private: true, connections: [connection] })
await publisher.reconcile()

/** Goes to the provider and back, as a browser does; the address that it comes back with. */
async function goThere(reader: ReturnType<typeof readerAt>, from = `${home}/sign-in/with/idp`) {
  const begun = await reader.get(from, { referer: `${origin}${home}/history` })
  assert.equal(begun.status, 303, await begun.text())
  let to = begun.headers.get('location')!
  const authorize = new URL(to)
  const provider = readerAt(issuer)
  while (!to.startsWith(callback)) {
    const answer = await provider.get(to)
    const next = answer.headers.get('location')
    assert.ok(next, `${to} ${answer.status} ${(await answer.text()).slice(0, 500)}`)
    to = new URL(next, issuer).href
  }
  return { back: to.replace('http://status.test', ''), authorize }
}

const sessionOf = (reader: ReturnType<typeof readerAt>): Session | null =>
  openSession(base.settings.secret, place.page, reader.cookies.get(`upfront-reader-${place.page}`) ?? '')

test('a reader comes back from the provider and is let in, to where they were, with the attributes that were asked for', async () => {
  held.person = { sub: 'u1', email: 'Pat@Customer.example', email_verified: true, groups: ['gold', 'eu'], salary: 5 }
  const reader = readerAt(origin)
  const { back, authorize } = await goThere(reader)
  assert.deepEqual(
    ['response_type', 'code_challenge_method', 'redirect_uri', 'client_id'].map((name) =>
      authorize.searchParams.get(name),
    ),
    ['code', 'S256', callback, 'upfront'],
  )
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.ok((authorize.searchParams.get(name) ?? '').length >= 43, name)
  const entered = await reader.get(back)
  assert.equal(entered.status, 303, await entered.text())
  assert.equal(entered.headers.get('location'), `${home}/history`)
  assert.equal((await reader.get(home)).status, 200)
  const { identity, email, attributes, staff } = sessionOf(reader)!
  assert.deepEqual(
    { identity, email, attributes, staff },
    { identity: 'sso:idp:u1', email: 'pat@customer.example', attributes: { groups: ['gold', 'eu'] }, staff: false },
  )
  assert.equal((await reader.get(back)).status, 403, 'the same answer again')
})

test('an answer without its browser, with another state, or with somebody else’s, lets nobody in', async () => {
  held.person = { sub: 'u1' }
  const [victim, attacker] = [readerAt(origin), readerAt(origin)]
  const own = await goThere(attacker)
  assert.equal((await victim.get(own.back)).status, 403, 'login forgery: a browser that began nothing')
  const theirs = await goThere(victim)
  assert.equal((await victim.get(own.back)).status, 403, 'the attacker’s code and state in the victim’s browser')
  assert.equal((await victim.get(theirs.back)).status, 403, 'a flow is used up by the first answer')
  for (const spoil of [
    (url: URL) => url.searchParams.delete('state'),
    (url: URL) => url.searchParams.set('state', 'another'),
    (url: URL) => url.searchParams.append('state', 'another'),
    (url: URL) => url.searchParams.delete('code'),
    (url: URL) => url.searchParams.set('code', 'another'),
    (url: URL) => url.searchParams.set('iss', 'http://127.0.0.1:9/'),
    (url: URL) => url.searchParams.delete('iss'),
    (url: URL) => url.searchParams.set('error', 'access_denied'),
  ]) {
    const reader = readerAt(origin)
    const url = new URL((await goThere(reader)).back, origin)
    spoil(url)
    const answer = await reader.get(url.pathname + url.search)
    assert.equal(answer.status, 403, `${spoil}`)
    assert.equal(sessionOf(reader), null)
  }
})

test('an address counts only where the connection is trusted for its domain', async () => {
  const entered = async (person: Record<string, unknown>) => {
    held.person = person
    const reader = readerAt(origin)
    const { back } = await goThere(reader)
    assert.equal((await reader.get(back)).status, 303)
    return sessionOf(reader)!
  }
  const evil = await entered({ sub: 'evil', email: 'owner@acme.example', email_verified: true })
  assert.deepEqual([evil.email, evil.subscriber, evil.identity], [null, false, 'sso:idp:evil'])
  const unverified = await entered({ sub: 'u2', email: 'x@customer.example', email_verified: false })
  assert.equal(unverified.email, null)
  const two = await entered({ sub: 'u3', email: 'x@customer.example, owner@acme.example' })
  assert.equal(two.email, null)
})

test('an operator’s test shows what came and signs nobody in; a stranger cannot ask for one', async () => {
  const { testTicket } = await import('./test-ticket.ts')
  held.person = { sub: 'u1', email: 'pat@elsewhere.example', email_verified: true }
  const reader = readerAt(origin)
  const { back } = await goThere(reader, `${home}/sign-in/with/idp?test=${testTicket(ctx, place.page, 'idp')}`)
  const shown = await (await reader.get(back)).text()
  assert.match(shown, /The connection works[\s\S]*does not count: the connection is not trusted for elsewhere\.example/)
  assert.equal(sessionOf(reader), null)
  const { back: real } = await goThere(reader, `${home}/sign-in/with/idp?test=1.x`)
  assert.equal((await reader.get(real)).status, 303)
})

test('the provider is asked through the guard alone, and one that is not there is said', async () => {
  const before = asked.length
  outbound.http = guardedOutbound({ allow: [] })
  const answer = await readerAt(origin).get(`${home}/sign-in/with/idp`)
  assert.equal(answer.status, 403)
  assert.equal(asked.length, before)
  assert.equal((await readerAt(origin).get(`${home}/sign-in/with/nobody`)).status, 404)
})
