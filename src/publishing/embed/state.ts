import type { Frame } from '../frame.ts'
import { sentenceOf } from '../sentence.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { isOpen } from '../words.ts'
import { embedWords } from './words.ts'

/**
 * What public/embed.js shows on other sites, in every language it knows: the state, and the first three things that are
 * open. It changes only when that does, so that most looks are answered with 304.
 */
export function embedState(frame: Frame): string {
  const { name } = frame.page
  const { tone } = sentenceOf(frame.snapshot, frame.times)
  const words = Object.entries(embedWords).map(([lang, { of, details, close, ...tones }]) => [
    lang,
    { label: of(name), what: tones[tone], details, close },
  ])
  return JSON.stringify({
    tone,
    open: embedded(frame).map(({ id, title }) => ({ id, title })),
    words: Object.fromEntries(words),
  })
}

/** Notices are for those who visit the page. */
export const embedded = ({ snapshot }: Frame): IncidentInfo[] =>
  snapshot.incidents.filter((incident) => incident.kind !== 'notice' && isOpen(incident)).slice(0, 3)
