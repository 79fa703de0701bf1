import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acmeContent } from '../test/acme-content.ts'
import { isAnnounced, turnsOf } from './announced.ts'
import { hrefOf } from './contacts.ts'
import { FittingContent, misfits } from './fitting.ts'
import { ChangeContent, changed, plainContent, shownBlocks, worthSaying } from './schema.ts'
import { kindOf, social, socialKinds } from './social.ts'

const wrongWith = (input: object) =>
  FittingContent.safeParse(input).error?.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`) ?? []

test('each address of another place has that place’s form', () => {
  for (const kind of socialKinds) {
    const { example, form } = social[kind]
    assert.equal(kindOf(example), kind)
    assert.deepEqual(wrongWith({ social: [{ kind, url: example }] }), [])
    for (const url of [
      'javascript:alert(1)',
      `javascript:alert(1)//${example}`,
      example.replace('https:', 'http:'),
      example.replace('https://', 'https://evil.example/'),
      example.replace('https://', 'https://user@'),
      example.replace(/^(https:\/\/[^/]+)/, '$1.evil.example'),
      `${example}?next=//evil.example`,
      `${example}#x`,
      `${example}"onclick=alert(1)`,
      `${example}\nx`,
      ` ${example} <b>`,
    ])
      if (kind !== 'mastodon' || !url.includes('.evil.example')) assert.equal(form.test(url), false, url)
  }
  assert.match(
    wrongWith({ social: [{ kind: 'x', url: 'https://x.com.evil.example/acme' }] })[0] ?? '',
    /^\/social\/0\/url/,
  )
})

test('a contact is what its kind says', () => {
  const one = (kind: string, value: string, label: string | null = null) =>
    wrongWith({ contacts: [{ kind, value, label }] }).join()
  assert.equal(one('mail', 'support@acme.example'), '')
  assert.equal(one('phone', '+49 (30) 123-4567'), '')
  assert.match(one('mail', 'support'), /\/contacts\/0\/value: expected an e-mail address/)
  assert.match(one('mail', 'a@b.example?bcc=evil@evil.example'), /e-mail/)
  assert.match(one('phone', 'call me'), /telephone/)
  assert.match(one('phone', '+1;ext=javascript:1'), /telephone/)
  assert.match(one('link', 'javascript:alert(1)', 'x'), /https/)
  assert.match(one('link', 'https://acme.example'), /\/contacts\/0\/label/)
  assert.match(one('fax', '1'), /\/contacts\/0\/kind/)
  assert.equal(hrefOf({ kind: 'phone', value: '+49 (30) 123-4567' }), 'tel:+49301234567')
  assert.equal(hrefOf({ kind: 'mail', value: 'a+b@acme.example' }), 'mailto:a%2Bb@acme.example')
  assert.equal(hrefOf({ kind: 'address', value: 'Main Street' }), null)
})

test('what does not fit together is named by its place', () => {
  assert.deepEqual(wrongWith({ blocks: ['state', 'text:news', 'state'] }), [
    '/blocks/1: no text has the key "news"',
    '/blocks/2: "state" is there twice',
  ])
  assert.match(wrongWith({ blocks: ['weather'] })[0] ?? '', /^\/blocks\/0: expected one of announcement, state/)
  assert.match(wrongWith({ blocks: [] })[0] ?? '', /at least one/)
  assert.match(wrongWith({ view: 'matrix' })[0] ?? '', /^\/matrix: expected the tags/)
  assert.match(wrongWith({ matrix: { rows: 'region', columns: 'region' } })[0] ?? '', /^\/matrix\/columns/)
  assert.match(wrongWith({ announcement: { text: 'x', from: 'tomorrow' } })[0] ?? '', /^\/announcement\/from: expected/)
  const backwards = { text: 'x', from: '2026-11-02T00:00:00Z', until: '2026-11-01T00:00:00Z' }
  assert.match(wrongWith({ announcement: backwards })[0] ?? '', /^\/announcement\/until/)
  const ga4 = { provider: 'ga4', id: 'G-A1B2C3D4E5' }
  assert.match(wrongWith({ analytics: [ga4, ga4] })[0] ?? '', /^\/analytics\/1\/provider/)
  assert.match(wrongWith({ texts: [{ key: 'Not a key', text: 'x' }] })[0] ?? '', /^\/texts\/0\/key/)
  assert.match(wrongWith({ blocks: ['state'], hacked: true })[0] ?? '', /hacked/)
})

test('a change changes what it names; null goes back; a stored document reads as itself', () => {
  const full = acmeContent({ blocks: ['state', 'text:promise'] })
  assert.deepEqual(misfits(full), [])
  const after = changed(full, { blocks: null, header: null, view: 'flat' })
  assert.deepEqual(after, { ...full, blocks: null, header: null, view: 'flat' })
  assert.equal(shownBlocks(after).at(-1), 'text:promise')
  assert.deepEqual(changed(plainContent, ChangeContent.parse(JSON.parse(JSON.stringify(full)))), full)
  assert.deepEqual(worthSaying(plainContent), {})
  assert.deepEqual(Object.keys(worthSaying({ ...plainContent, view: 'flat' })), ['view'])
})

test('an announcement has its time, and the page turns at its edges', () => {
  const told = { text: 'x', from: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00+01:00' }
  const at = (text: string) => new Date(text)
  assert.equal(isAnnounced(told, at('2026-10-31T23:59:59Z')), false)
  assert.equal(isAnnounced(told, at('2026-11-01T00:00:00Z')), true)
  assert.equal(isAnnounced(told, at('2026-11-01T23:00:00Z')), false)
  assert.equal(isAnnounced({ text: 'x' }, at('2026-11-01T23:00:00Z')), true)
  const content = { ...plainContent, announcement: told }
  assert.deepEqual(turnsOf(content, at('2026-10-31T00:00:00Z')), [at(told.from).getTime(), at(told.until).getTime()])
  assert.deepEqual(turnsOf(content, at('2026-11-03T00:00:00Z')), [])
})
