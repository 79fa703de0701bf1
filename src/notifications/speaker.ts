import type { Times } from '../lib/times.ts'
import { languageOf } from '../publishing/languages/index.ts'
import { type Wording, type Words, wordsOf } from '../publishing/languages/words.ts'
import { type MessageWords, messageWordsOf } from './message-words.ts'

/** What a message is written with: the words of a language, and times of a zone in them. */
export type Speaker = { words: Words; own: MessageWords; times: Times }
export type Speaking = (language: string, zone: string, own?: { page: string; wording: Wording }) => Speaker

/** Formatters are slow to make: one set for each language, zone and wording, for as long as the caller keeps this. */
export function speakers(): Speaking {
  const known = new Map<string, Speaker>()
  return (language, zone, own) => {
    const key = `${language} ${zone} ${own?.page ?? ''}`
    const speaker = known.get(key) ?? make(language, zone, own?.wording)
    known.set(key, speaker)
    return speaker
  }
}

function make(language: string, zone: string, wording: Wording = {}): Speaker {
  const words = wordsOf(languageOf(language), wording)
  return { words, own: messageWordsOf(language), times: words.timesIn(zone) }
}
