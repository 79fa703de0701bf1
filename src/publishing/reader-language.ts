import { chooseLanguage } from './languages/choose.ts'
import { pathIn } from './languages/documents.ts'
import type { Languages, Site } from './site/site.ts'
import type { Asked } from './write-answer.ts'

type Having = Pick<Site, 'has'>

/** Where the document that was asked for is in the reader's language; its own address where that is the page's. */
export function inLanguage(view: Having, { own, offered }: Languages, path: string, asked: Asked): string {
  if (unchanging.has(path) || path.includes('.')) return path
  const lang = chooseLanguage(offered, own, asked.language)
  const there = pathIn(lang, path)
  // What is not there in it is a file, or lies below a language already.
  if (!view.has(there)) return path
  asked.negotiated = true
  return lang === own ? path : there
}

/** Served where something else was asked for. */
const unchanging = new Set(['/404', '/sign-in'])

/** What an unknown path gets: below a language in it, elsewhere in the reader's. */
export function missingIn(languages: Languages | null, path: string, asked: Asked): string {
  if (!languages) return '/404'
  const { own, offered } = languages
  const [, first = ''] = path.split('/')
  if (offered.includes(first)) return pathIn(first, '/404')
  asked.negotiated = true
  const lang = chooseLanguage(offered, own, asked.language)
  return lang === own ? '/404' : pathIn(lang, '/404')
}
