import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lengthOf } from './fit.ts'
import { channels } from './index.ts'
import { aMessage, arabic, family, hostile } from './messages.cases.ts'

const world = channels.filter(({ reaches }) => reaches.length === 1 && reaches[0] === 'world')
const { url } = aMessage().link

/** What nobody would write and somebody will send. */
const pieces = [
  'word ',
  'x',
  `${family} `,
  family,
  `${arabic} `,
  '東京',
  '.',
  '! ',
  '@a ',
  '#b ',
  'acme.com ',
  'https://a.io/x ',
  ...hostile,
]

for (const channel of world) {
  const { max, unit, count } = channel.limits.text
  const length = (text: string) => count?.(text) ?? lengthOf(text, unit === 'segments' ? 'characters' : unit)
  const textOf = (changes: Parameters<typeof aMessage>[0]) =>
    channel.write(aMessage({ manage: null, because: null, ...changes }), channel.sample).text

  test(`${channel.name}: every post ends with the whole link, within the limit`, () => {
    for (const piece of pieces) {
      const long = piece.repeat(Math.ceil(6_000 / piece.length))
      for (const changes of [
        { body: long },
        { short: long },
        { heading: long },
        { heading: long, body: long, preface: long },
      ]) {
        const text = textOf(changes)
        assert.ok(text.endsWith(`\n${url}`), text.slice(-200))
        assert.ok(length(text) <= max, `${length(text)} above ${max}: ${text}`)
        assert.ok(text.isWellFormed())
      }
    }
  })

  test(`${channel.name}: what the author wrote for little room is said, and nothing else`, () => {
    assert.equal(textOf({ short: 'API is slow. We are on it.' }), `API is slow. We are on it.\n\n${url}`)
    assert.ok(textOf({ short: ' \n ' }).startsWith('Investigating: Slower responses from API\n\n'))
  })

  test(`${channel.name}: otherwise the heading and whole sentences of the post, without marks`, () => {
    const first = 'Requests to the **API** are slower than usual.'
    const text = textOf({ body: `${first} ${'The second sentence is very long and goes on '.repeat(300)}.` })
    const said = text.slice(0, -url.length).trimEnd()
    assert.ok(
      said.startsWith('Investigating: Slower responses from API\n\nRequests to the API are slower than usual.'),
      said,
    )
    if (max < 1000) assert.ok(said.endsWith('usual.'), said)
  })

  test(`${channel.name}: a correction says that it is one, also before the short form`, () => {
    const preface = 'Our post of 10:42 EST was wrong. This is the corrected text:'
    assert.ok(textOf({ kind: 'correction', preface }).includes(preface))
    assert.ok(textOf({ kind: 'correction', preface, short: 'API is slow.' }).startsWith(`${preface}\n\nAPI is slow.`))
  })
}

test('five services speak to the world alone', () => {
  assert.deepEqual(world.map(({ kind }) => kind).sort(), ['bluesky', 'facebook', 'linkedin', 'mastodon', 'x'])
})
