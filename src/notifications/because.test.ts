import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languages } from '../publishing/languages/index.ts'
import { becauseOf } from './because.ts'
import { becauseWordsOf } from './because-words.ts'
import type { Facts } from './facts.ts'

const part = { status: 'degraded_performance' }
const affected: Facts['affected'] = [
  { id: 'us', name: 'API · US', translations: { de: { name: 'API · USA' } }, ...part },
  { id: 'pay', name: 'Payments', translations: {}, ...part },
]
const known = { reason: 'follows API · US, which is affected', verdict: null, affected, follows: ['us'], world: false }

test('a reason is said to its reader, in their language and with the names that things have there', () => {
  assert.equal(becauseOf(known, 'en'), 'you follow API · US, which is affected')
  assert.equal(becauseOf(known, 'de'), 'Sie folgen API · USA, und es ist betroffen')
  const all = { ...known, reason: 'follows everything', follows: [] }
  assert.equal(becauseOf(all, 'fr'), 'vous suivez tout')
  assert.equal(becauseOf({ ...all, reason: 'was told of the post' }, 'pt-BR'), 'você recebeu a mensagem')
  const region = { ...known, reason: 'follows region: eu, which Payments has', follows: [] }
  assert.equal(becauseOf(region, 'en'), 'what you follow is connected with API · US, Payments')
})

test('who lost sight of it meanwhile, the world, and who chose anew', () => {
  assert.equal(becauseOf({ ...known, affected: [] }, 'sv'), 'du prenumererar på sidan')
  assert.equal(becauseOf({ ...known, affected: affected.slice(1) }, 'en'), 'what you follow is connected with Payments')
  assert.equal(becauseOf({ ...known, world: true }, 'en'), null)
  const verdict = { tell: true, reason: 'follows everything' }
  assert.equal(becauseOf({ ...known, verdict }, 'ja'), 'すべてをフォローしています')
})

test('each language of the page says each reason, with its names', () => {
  const english = becauseWordsOf('en')
  for (const { lang } of languages) {
    const words = becauseWordsOf(lang)
    for (const [code, text] of Object.entries(words)) {
      const other = english[code as keyof typeof english]
      if (lang !== 'en') assert.notEqual(text, other, `${lang} ${code}`)
      assert.deepEqual(text.match(/\{\w+\}/g), other.match(/\{\w+\}/g), `${lang} ${code}`)
      assert.doesNotMatch(text, /[.。]$/)
    }
  }
})
