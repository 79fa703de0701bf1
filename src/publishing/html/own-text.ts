import type { Html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { Translations } from '../languages/translated.ts'
import { inLang, textIn } from './languages.ts'

/** A text of the page's own as its readers get it. */
export type OwnText = {
  text: string
  /** Attributes of what holds it: its direction, or its language where that is not the reader's. */
  attributes: Html
  /** The same for a name within a line. */
  lang: Html | null
  /** Its language, where that is not the reader's. */
  other: string | null
}

/** In the reader's language where there is a translation, else as it was written. */
export function ownText<Name extends string>(
  { words, page }: Frame,
  text: string,
  name: Name,
  translations?: Translations<Name> | null,
): OwnText {
  const other = words.lang === page.language ? undefined : translations?.[words.lang]?.[name]
  const lang = other === undefined && words.lang !== page.language ? page.language : null
  return { text: other ?? text, attributes: textIn(lang), lang: inLang(lang), other: lang }
}
