import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rights } from './rights.ts'
import { textFor } from './texts.ts'

const texts = ['staff', 'gold', 'subscribers'].map((audience) => ({ audience }))
const given = (rights: Rights) => textFor(texts, rights)?.audience ?? null

test('a reader gets the first text whose audience they belong to, else the post’s own', () => {
  assert.equal(given(new Set(['everyone', 'subscribers', 'gold'])), 'gold')
  assert.equal(given(new Set(['everyone', 'subscribers'])), 'subscribers')
  assert.equal(given(new Set(['everyone'])), null)
  assert.equal(textFor([], new Set(['everyone', 'gold'])), null)
})

test('staff may see all there is, and get the words that were written for staff', () => {
  assert.equal(given('all'), 'staff')
  assert.equal(textFor([{ audience: 'gold' }], 'all'), null)
})
