import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { languageCodes } from '../publishing/languages/codes.ts'
import { aMessage } from './messages.cases.ts'
import { asGsm, segmentsOf, smsText } from './sms-text.ts'

test('segments are counted as networks count', () => {
  for (const [text, encoding, segments] of [
    ['', 'GSM-7', 1],
    ['a'.repeat(160), 'GSM-7', 1],
    ['a'.repeat(161), 'GSM-7', 2],
    ['a'.repeat(306), 'GSM-7', 2],
    ['a'.repeat(307), 'GSM-7', 3],
    ['€'.repeat(80), 'GSM-7', 1],
    ['€'.repeat(81), 'GSM-7', 2],
    // 76 pairs and one place left over in each.
    ['€'.repeat(153), 'GSM-7', 3],
    ['я'.repeat(70), 'UCS-2', 1],
    ['я'.repeat(71), 'UCS-2', 2],
    ['я'.repeat(135), 'UCS-2', 3],
    ['😀'.repeat(35), 'UCS-2', 1],
    ['😀'.repeat(67), 'UCS-2', 3],
    [`${'a'.repeat(70)}ç`, 'UCS-2', 2],
  ] as const)
    assert.deepEqual(segmentsOf(text), { encoding, segments }, `${text.slice(0, 3)}… of ${text.length}`)
})

test('typographic characters become plain where that saves the alphabet, and stay where it does not', () => {
  assert.equal(asGsm('“It’s slow” – 5…10 min\u00a0'), '"It\'s slow" - 5...10 min ')
  assert.equal(asGsm('“Всё” – в порядке…'), '“Всё” – в порядке…')
})

test('never more than three segments, with the link and what carriers ask for whole', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 900 }),
      fc.string({ maxLength: 300 }),
      fc.boolean(),
      (body, heading, isFirst) => {
        const message = aMessage({ body, heading, ...(isFirst && { isFirst: true }) })
        const text = smsText(message)
        assert.ok(segmentsOf(text).segments <= 3, text)
        assert.ok(text.includes(message.link.url), text)
        if (isFirst) assert.match(text, /Reply HELP for help, STOP to cancel\.$/)
      },
    ),
  )
})

// S-SMS-2
test('the first message names the brand, the frequency, the rates, HELP and STOP', () => {
  const text = smsText(aMessage({ isFirst: true, kind: 'note', heading: 'Your code is 123456', body: '', facts: [] }))
  assert.match(text, /^Acme Cloud: Your code is 123456\n/)
  assert.match(text, /Message frequency varies\. Msg & data rates may apply\. Reply HELP for help, STOP to cancel\./)
  assert.ok(segmentsOf(text).segments <= 3)
})

test('the first words are in the language of the message, with the words that carriers know, in the cheap alphabet', () => {
  for (const language of languageCodes) {
    const text = smsText(
      aMessage({ isFirst: true, kind: 'note', language, heading: 'Code 123456', body: '', facts: [] }),
    )
    assert.match(text, /HELP[\s\S]*STOP/, language)
    assert.equal(/Message frequency/.test(text), language === 'en', language)
    if (!['ja', 'zh', 'ar'].includes(language)) assert.equal(segmentsOf(text).encoding, 'GSM-7', text)
  }
})

test('an address that takes the room of the words gives way to the page’s', () => {
  const url = `https://status.acme.example/incidents/${'x'.repeat(500)}`
  const text = smsText(aMessage({ link: { label: 'Read', url } }))
  assert.ok(text.includes('https://status.acme.example/') && !text.includes('xxx'))
})
