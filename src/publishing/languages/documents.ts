import type { Document } from '../documents.ts'
import type { Snapshot } from '../snapshot.ts'
import { translated } from './translated.ts'

/**
 * What a page publishes in its own language at the plain addresses, and what people read once more below `/<code>` for
 * each language that it offers. Those wait until the page itself has changed, or until somebody asks for one.
 */
export function inLanguages(
  snapshot: Snapshot,
  make: (snapshot: Snapshot, lang: string | null) => Document[],
): Document[] {
  const { language, languages } = snapshot.page
  const own = make(translated(snapshot, language), null)
  if (languages.length < 2) return own
  const others = languages.flatMap((lang) =>
    make(translated(snapshot, lang), lang)
      .filter((one) => isForPeople(one) || isSearched(one))
      .map((one): Document => ({ ...one, path: pathIn(lang, one.path), kind: 'cold', lang })),
  )
  const first = own.map((one) => (isForPeople(one) ? { ...one, lang: language, negotiated: true as const } : one))
  return [...first, ...others]
}

/** Where a document is in one language: `/de` for `/`, `/de/history` for `/history`. */
export const pathIn = (lang: string, path: string) => (path === '/' ? `/${lang}` : `/${lang}${path}`)

/** What a search in this language is answered from. */
const isSearched = ({ path }: Document) => path.startsWith('/search')

const isForPeople = ({ contentType }: Document) => contentType.startsWith('text/html')
