import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainText, richBody } from './rich-text.ts'

const blocks = (body: string, max = 1_000) => richBody({ kind: 'update', body }, max)

test('a post as blocks: paragraphs, headings, lists in lists, quotations, code', () => {
  assert.deepEqual(
    blocks('# One\n\ntwo *three* **four** `five`\n\n- a\n  - b\n\n7. c\n8. d\n\n> e\n\n```\nf\ng\n```').map(
      ({ block, ...rest }) => [
        block,
        'depth' in rest ? [rest.depth, rest.number] : null,
        rest.runs.map(({ text }) => text).join(''),
      ],
    ),
    [
      ['heading', null, 'One'],
      ['paragraph', null, 'two three four five'],
      ['item', [1, null], 'a'],
      ['item', [2, null], 'b'],
      ['item', [1, 7], 'c'],
      ['item', [1, 8], 'd'],
      ['quote', null, 'e'],
      ['code', null, 'f\ng'],
    ],
  )
  assert.deepEqual(blocks('a [b *c*](https://d.example/) <b>')[0]?.runs, [
    { text: 'a ' },
    { text: 'b ', href: 'https://d.example/' },
    { text: 'c', italic: true, href: 'https://d.example/' },
    { text: ' <b>' },
  ])
})

test('a withdrawal’s reason is plain text; a preface stands before', () => {
  const [preface, reason] = richBody({ kind: 'withdrawal', preface: 'We take it back.', body: '*so*' }, 100)
  assert.deepEqual(preface?.runs, [{ text: 'We take it back.', bold: true }])
  assert.deepEqual(reason?.runs, [{ text: '*so*' }])
})

test('what is too long ends with a sign of it, wherever the cut falls', () => {
  const body = 'One two.\n\nThree **four** five.\n\n- six\n- seven [eight](https://nine.example/ten)'
  for (let max = 3; max < 60; max++) {
    const text = plainText(blocks(body, max))
    assert.match(text, /…\)?$| \(https:\/\/nine\.example\/ten\)$/, `${max}: ${text}`)
    assert.ok(text.length <= max + 30)
  }
  assert.equal(
    plainText(blocks(body)),
    'One two.\n\nThree four five.\n\n• six\n• seven eight (https://nine.example/ten)',
  )
})
