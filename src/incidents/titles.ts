import { withoutTurns } from '../lib/bidi.ts'

/** A title that ends where it ends. One that is nothing but what turns direction stays: there is no better one. */
export const plainTitle = (title: string): string => withoutTurns(title).trim() || title

type Titled = Readonly<Record<string, { title?: string | undefined } | undefined>> | null | undefined

/** The titles of translations, by language. Of what would be empty none is left: readers see the original. */
export const plainTitles = (translations: Titled): Record<string, { title: string }> =>
  Object.fromEntries(
    Object.entries(translations ?? {}).flatMap(([lang, text]) => {
      const title = withoutTurns(text?.title ?? '').trim()
      return title ? [[lang, { title }]] : []
    }),
  )
