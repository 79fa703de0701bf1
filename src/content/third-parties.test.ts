import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headersFor } from '../publishing/site/headers.ts'
import { allowsOf, isForVisitors } from './allows.ts'
import { analyticsKeys, chatKeys, providerOf } from './providers/index.ts'
import { Analytics, Chat } from './third-parties.ts'

const page = 'text/html; charset=utf-8'
const policyOf = (allows: ReturnType<typeof allowsOf>) => {
  const headers = headersFor('/', page, { allows: allows ?? undefined })
  return headers[headers.indexOf('Content-Security-Policy') + 1] ?? ''
}
const sourcesOf = (policy: string) =>
  new Map(policy.split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1)]))

const hostile = [
  '',
  ' ',
  '*',
  "'",
  '"><script>alert(1)</script>',
  '../../evil',
  'a b',
  "x'; script-src *",
  'x;script-src *',
  'x,y',
  'x?y#z',
  '//evil.example',
  'https://evil.example/',
  '\u0000',
  'G-ABC\nDEF123',
  'ＡＢＣＤＥＦＧＨ',
  'ab12cd34\u202e',
  'a'.repeat(10_000),
]

test('an identifier has its vendor’s form and no other', () => {
  for (const provider of chatKeys) {
    const { example } = providerOf(provider).id
    assert.equal(Chat.safeParse({ provider, id: example }).success, true, provider)
    for (const id of [...hostile, `${example}/../x`, `${example}"`, `${example};`, `${example} ${example}`])
      assert.equal(Chat.safeParse({ provider, id }).success, false, `${provider} ${id.slice(0, 60)}`)
  }
  for (const provider of analyticsKeys) {
    const { id: form, host } = providerOf(provider)
    const rest = host === null ? { host: 'https://matomo.acme.example' } : {}
    assert.equal(Analytics.safeParse({ provider, id: form.example, ...rest }).success, true, provider)
    for (const id of [...hostile, `${form.example}&x=`, `${form.example}'`])
      assert.equal(Analytics.safeParse({ provider, id, ...rest }).success, false, `${provider} ${id.slice(0, 60)}`)
  }
  const wrong = Chat.safeParse({ provider: 'crisp', id: 'abc' })
  assert.deepEqual(
    wrong.error?.issues.map(({ path, message }) => [path, message]),
    [[['id'], 'expected a Website ID of Crisp, such as 8a5b7c6d-0000-4000-8000-1a2b3c4d5e6f']],
  )
})

test('an address of one’s own is an origin with a path, by https', () => {
  const matomo = (host: string | null) => Analytics.safeParse({ provider: 'matomo', id: '7', host }).success
  for (const host of ['https://m.acme.example', 'https://acme.example:8443/matomo/', 'https://10.0.0.7'])
    assert.equal(matomo(host), true, host)
  for (const host of [
    ...hostile,
    null,
    'http://m.acme.example',
    'javascript:alert(1)',
    'https://',
    'https://a@b.example',
    'https://m.example/?x',
    'https://m.example/#x',
    'https://m.example; script-src *',
    'https://m.example https://n.example',
    'https://m.example/../..',
    'https://m.example:99999',
    'https://*.example',
    "https://'self'",
  ])
    if (host !== 'https://evil.example/') assert.equal(matomo(host), false, String(host))
  assert.equal(Analytics.safeParse({ provider: 'fathom', id: 'ABCDEFGH', host: 'https://f.example' }).success, false)
})

test('the policy allows the hosts of the providers that were chosen, and without any it is as it always was', () => {
  const plain = policyOf(null)
  assert.equal(allowsOf({ chat: null, analytics: [] }), null)
  assert.equal(plain, policyOf({}))
  assert.doesNotMatch(plain, /https:|unsafe|\*/)
  for (const key of [...chatKeys, ...analyticsKeys]) {
    const provider = providerOf(key)
    const { example } = provider.id
    const host = provider.host === null ? 'https://m.acme.example:8443/matomo' : undefined
    const allows = allowsOf(
      provider.kind === 'chat'
        ? { chat: { provider: chatKeys.find((one) => one === key) ?? 'crisp', id: example }, analytics: [] }
        : {
            chat: null,
            analytics: [{ provider: analyticsKeys.find((one) => one === key) ?? 'ga4', id: example, host }],
          },
    )
    const expected = provider.allows(host ? 'https://m.acme.example:8443' : (provider.host ?? ''))
    const before = sourcesOf(plain)
    const after = sourcesOf(policyOf(allows))
    for (const [directive, sources] of after) {
      const added = sources.filter((source) => !before.get(directive)?.includes(source))
      const wanted = new Map<string, string[]>(Object.entries(expected)).get(directive) ?? []
      assert.deepEqual(added, [...wanted].sort(), `${key} ${directive}`)
    }
    assert.equal(new Set([...before.keys(), ...Object.keys(expected)]).size, after.size, key)
    assert.deepEqual(after.get('default-src'), ["'none'"], key)
    assert.doesNotMatch(after.get('script-src')?.join(' ') ?? '', /unsafe|(^| )(https:|\*)( |$)|data:/, key)
    assert.deepEqual(after.get('base-uri'), ["'none'"])
  }
})

test('only where there is news, and nothing to type but a question', () => {
  for (const path of ['/', '/history', '/history/2026-11', '/calendar/2026-11', '/incidents/abc123', '/uptime'])
    assert.equal(isForVisitors(path), true, path)
  for (const path of [null, '/subscribe', '/sign-in', '/manage/abc', '/confirm/abc', '/404', '/embed', '/search', '//'])
    assert.equal(isForVisitors(path), false, String(path))
})
