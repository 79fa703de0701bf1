import type { Html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { type Times, timesIn } from '../lib/times.ts'
import { languageOf } from './languages/index.ts'
import { type Words, wordsOf } from './languages/words.ts'
import type { PageInfo, Snapshot } from './snapshot.ts'
import { flatten, type Placed } from './tree.ts'

/** Addresses of the stylesheet and the script, with a hash of their content in the name. */
export type AssetPaths = {
  style: string
  script: string
  days?: string
  /** Whether pictures of the page and its incidents are drawn. */
  pictures?: true
  visit?: string
  /** With the page's own CSS, for documents that ask the reader for nothing. */
  ownStyle?: string
}

/** What all renderers of one publication share. */
export type Frame = {
  snapshot: Snapshot
  page: PageInfo
  /** The instant that the page speaks of. */
  now: Date
  /** The page's own strings in the language of these documents: every word that a reader sees comes from here. */
  words: Words
  times: Times
  /** For what programs read. */
  englishTimes: Times
  /** Every component with its parent, in the tree's order. */
  placed: Placed[]
  assets: AssetPaths
  /** What stands before the paths of these documents, such as `/de`; empty at the plain addresses. */
  prefix: string
  /** A document of this page in the same language, or a file of it (which has one form), below its prefix. */
  link: (path: string) => string
  /** The same on the page's absolute address. */
  address: (path: string) => string
  markdown: (text: string) => Html
}

/** `lang`: the language of documents below `/<lang>`; null for those at the plain addresses, in the page's own. */
export function frameOf(snapshot: Snapshot, assets: AssetPaths, lang: string | null = null): Frame {
  const { page } = snapshot
  const language = lang ?? page.language
  const words = wordsOf(languageOf(language), page.wording[language])
  const prefix = lang === null ? '' : `/${lang}`
  const place = (path: string) => (prefix && isDocument(path) ? prefix + (path === '/' ? '' : path) : path)
  const rendered = new Map<string, Html>()
  return {
    snapshot,
    page,
    now: snapshot.publishedAt,
    words,
    times: words.timesIn(page.timeZone),
    englishTimes: timesIn(page.timeZone),
    placed: flatten(snapshot.components),
    assets,
    prefix,
    link: (path) => page.basePath + place(path),
    address: (path) => page.url + place(path),
    markdown: (text) => {
      const known = rendered.get(text) ?? renderMarkdown(text)
      rendered.set(text, known)
      return known
    },
  }
}

/** Files for programs, and streams, are there once. */
const isDocument = (path: string) => !/^\/(api|assets|events|files)(\/|$)|^[^?#]*\.[a-z0-9]+([?#]|$)/.test(path)
