import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countryOf, parsePhone, phoneLabel } from './phone.ts'

test('a number is known in its spellings', () => {
  for (const text of ['+49 151 12345678', '0049151 12345678', '+49 (0)151-123 456.78', '＋４９１５１１２３４５６７８'])
    assert.equal(parsePhone(text).number, '+4915112345678', text)
})

// S-SMS-3: numbers by which sign-ups are turned into money.
test('numbers that cost extra are refused', () => {
  for (const text of [
    '+491805123456',
    '+19005551234',
    '+4970012345678',
    '+447012345678',
    '+8821612345678',
    '+979123456789',
  ])
    assert.equal(parsePhone(text).number, '', text)
})

test('what is no number is refused, in words', () => {
  for (const text of [
    '',
    '12345',
    '015112345678',
    '+49',
    '+1 555',
    'call me',
    '+49 151 12345678 ext 5',
    '+'.repeat(60),
    '+4915112345678\n+1',
  ])
    assert.match(parsePhone(text).problem ?? 'taken', /^expected/, text)
})

test('its country is known, and its label tells nobody how to call it', () => {
  assert.equal(countryOf('+4915112345678'), 'DE')
  assert.equal(countryOf('+14155552671'), 'US')
  assert.equal(countryOf('+8821612345678'), null)
  assert.equal(phoneLabel('+4915112345678'), '+49 ••• ••78')
})
