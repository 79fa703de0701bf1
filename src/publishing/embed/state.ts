import type { Frame } from '../frame.ts'
import { languages } from '../languages/index.ts'
import { wordsOf } from '../languages/words.ts'
import { sentenceOf } from '../sentence.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { isOpen } from '../words.ts'

/**
 * What public/embed.js shows on other sites, in every language we have: the state, and the first three things that are
 * open. It changes only when that does, so that most looks are answered with 304.
 */
export function embedState(frame: Frame): string {
  const { name: page, wording, language } = frame.page
  const { tone } = sentenceOf(frame)
  const words = languages.map((one) => {
    const { text, lang, dir } = wordsOf(one, wording[one.lang])
    const shown = {
      label: text('embed.label', { page }),
      what: text(`embed.${tone}`),
      details: text('embed.details'),
      close: text('embed.close'),
    }
    return [lang, dir === 'rtl' ? { ...shown, rtl: true } : shown]
  })
  return JSON.stringify({
    tone,
    open: embedded(frame).map(({ id, title }) => ({ id, title })),
    own: language,
    words: Object.fromEntries(words),
  })
}

/** Notices are for those who visit the page. */
export const embedded = ({ snapshot }: Frame): IncidentInfo[] =>
  snapshot.incidents.filter((incident) => incident.kind !== 'notice' && isOpen(incident)).slice(0, 3)
