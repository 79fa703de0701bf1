import type { Frame } from '../frame.ts'
import { joined, sentenceOf } from '../sentence.ts'
import { aboutHome } from '../seo/json-ld.ts'
import { blocks } from './blocks.ts'
import { layout } from './layout.ts'

/** The page's front: its blocks, by default the state in a sentence, what is open, what is planned, the components, the past. */
export function home(frame: Frame): string {
  const { page, words } = frame
  const sentence = sentenceOf(frame)
  const summary = sentence.more ? joined(words, sentence.text, sentence.more) : sentence.text
  return layout(frame, {
    title: words.text('title.home', { page: page.name, sentence: sentence.text }),
    description: summary,
    path: '/',
    tone: sentence.tone,
    live: true,
    about: aboutHome(frame, summary),
    main: blocks(frame, sentence),
  })
}
