import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audienceFields } from '../audiences/fields.ts'
import { InvalidInput } from '../lib/errors.ts'
import { acmeContent } from '../test/acme-content.ts'
import { formState } from '../web/console/forms.ts'
import type { Values } from '../web/page.ts'
import { usualBlocks } from './blocks.ts'
import { fieldsOf, fromFields } from './form.ts'
import { linesOf, moved, orderIn } from './order.ts'
import { whoSees } from './rows-view.ts'
import { changed, plainContent } from './schema.ts'

const zone = 'America/New_York'
const problemsOf = (values: Values) => {
  try {
    fromFields({ view: 'tree', consent: 'ask', ...values }, zone)
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(({ pointer }) => pointer)
    throw error
  }
  return []
}

test('what a form shows of a page is what it says when it is sent back', () => {
  const full = acmeContent({
    blocks: ['text:promise', 'state', 'search'],
    view: 'matrix',
    matrix: { rows: 'product', columns: 'region' },
    announcement: {
      text: 'Soon',
      from: '2026-11-01T14:00:00.000Z',
      until: null,
      audiences: ['gold', 'staff'],
      translations: { de: { text: 'Bald' } },
    },
    faq: [
      { question: 'Why?', answer: 'So.', audiences: ['subscribers'], translations: { ja: { answer: 'だから。' } } },
    ],
    chat: { provider: 'crisp', id: '8a5b7c6d-0000-4000-8000-1a2b3c4d5e6f' },
    analytics: [{ provider: 'matomo', id: '7', host: 'https://m.acme.example' }],
    consent: 'cookieless',
  })
  const again = changed(plainContent, fromFields(fieldsOf(full, zone), zone))
  assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(full)))
  assert.equal(fieldsOf(full, zone)['announcement.from'], '2026-11-01T09:00')
  assert.deepEqual(changed(plainContent, fromFields(fieldsOf(plainContent, zone), zone)), plainContent)
})

test('who may see a text is ticked in the field of its row, and of nothing else', () => {
  const form = formState({ 'faq.0.audiences': ['gold'], audiences: ['staff'] })
  const choices = [['gold', 'Gold customers'] as const, ['staff', 'Staff'] as const]
  const ticked = (markup: { __html: string }) => markup.__html.match(/<input [^>]* checked>/g)
  assert.deepEqual(ticked(whoSees(form, 'faq.0.audiences', choices)), [
    '<input type="checkbox" name="faq.0.audiences" value="gold" checked>',
  ])
  assert.deepEqual(ticked(audienceFields(form, { legend: 'Who', nobody: 'all', help: '', choices })), [
    '<input type="checkbox" name="audiences" value="staff" checked>',
  ])
})

test('what is wrong is said at its field', () => {
  assert.deepEqual(problemsOf({ 'faq.4.question': 'Why?' }), ['/faq.4.answer'])
  assert.deepEqual(problemsOf({ 'faq.0.question': '', 'faq.0.answer': ' ', 'faq.0.audiences': 'staff' }), [])
  assert.deepEqual(problemsOf({ 'contacts.0.kind': 'mail', 'contacts.0.value': '' }), [])
  assert.deepEqual(problemsOf({ 'contacts.2.kind': 'mail', 'contacts.2.value': 'nobody' }), ['/contacts.2.value'])
  assert.deepEqual(problemsOf({ 'chat.provider': 'crisp', 'chat.id': 'x' }), ['/chat.id'])
  assert.deepEqual(problemsOf({ 'analytics.ga4.id': 'UA-1', 'analytics.matomo.id': '7' }), [
    '/analytics.ga4.id',
    '/analytics.matomo.host',
  ])
  assert.deepEqual(problemsOf({ social: 'https://github.com/acme\nhttps://evil.example' }), ['/social'])
  assert.deepEqual(problemsOf({ footerLinks: 'Help' }), ['/footerLinks'])
  assert.deepEqual(problemsOf({ 'announcement.text': 'x', 'announcement.from': '2026-03-08T02:30' }), [
    '/announcement.from',
  ])
  assert.deepEqual(problemsOf({ 'matrix.rows': 'product' }), ['/matrix.columns'])
})

test('lines move up and down, a new text is shown, and the usual order is none', () => {
  const order = [...usualBlocks]
  const sent = { order, shown: order.filter((one) => one !== 'faq') }
  assert.equal(orderIn({ order, shown: order }, []), null)
  assert.deepEqual(
    orderIn(sent, []),
    order.filter((one) => one !== 'faq'),
  )
  assert.deepEqual(orderIn(sent, ['news'])?.at(-1), 'text:news')
  const up = moved(sent, 'up:faq', [])
  assert.deepEqual([up.order].flat().slice(5, 8), ['faq', 'past', 'contact'])
  assert.equal(linesOf(up, []).find(({ block }) => block === 'faq')?.shown, false)
  assert.deepEqual([moved(sent, 'up:announcement', []).order].flat()[0], 'announcement')
  assert.deepEqual([moved(sent, 'down:nothing', []).order].flat().slice(0, 9), order)
  assert.deepEqual(orderIn({ order: ['faq', '<script>', 'text:gone'], shown: ['faq', '<script>'] }, []), ['faq'])
})
