import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordOf } from './keyword.ts'

// S-SMS-1 and S-SMS-2: the words, each in the spellings that thumbs produce.
const words = {
  stop: 'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT OPTOUT OPT-OUT REVOKE REMOVE ARRET TD STOPP ALTO ARRÊT 停止',
  start: 'START UNSTOP YES',
  help: 'HELP INFO',
} as const

for (const [keyword, list] of Object.entries(words))
  for (const word of list.split(' '))
    test(`${word} is ${keyword}, however it is written`, () => {
      for (const text of [
        word,
        word.toLowerCase(),
        ` ${word}\r\n`,
        `${word}.`,
        `"${word}"`,
        `\u200b${word}!`,
        `${word[0]}${word.slice(1).toLowerCase()}`,
      ])
        assert.equal(keywordOf(text), keyword, JSON.stringify(text))
    })

test('a very long text is no keyword, and takes no time', () => {
  const before = process.cpuUsage()
  assert.equal(keywordOf(`x${'!'.repeat(200_000)}x`), null)
  assert.ok(process.cpuUsage(before).user < 2_000_000, 'microseconds of the processor')
})

test('only the whole message counts', () => {
  for (const text of [
    'STOP PLEASE',
    'please stop',
    'STOP IT',
    'S T O P',
    'STOPPING',
    'unhelp',
    'yes please',
    '',
    '...',
    'Y',
    'constructor',
    '9',
  ])
    assert.equal(keywordOf(text), null, text)
})

test('letters of another width and accents in two parts are the same word', () => {
  assert.equal(keywordOf('ＳＴＯＰ'), 'stop')
  assert.equal(keywordOf('arre\u0302t'), 'stop')
})
