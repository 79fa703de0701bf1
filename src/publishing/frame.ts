import type { Html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { type Times, timesIn } from '../lib/times.ts'
import { languageOf } from './languages/index.ts'
import { type Words, wordsOf } from './languages/words.ts'
import type { PageInfo, Snapshot } from './snapshot.ts'
import { flatten, type Placed } from './tree.ts'

/** Addresses of the stylesheet and the script, with a hash of their content in the name. */
export type AssetPaths = { style: string; script: string; days?: string; visit?: string }

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
  /** A document of this page in the same language, or a file of it, below its prefix. */
  link: (path: string) => string
  /** The same on the page's absolute address. */
  address: (path: string) => string
  markdown: (text: string) => Html
}

export function frameOf(snapshot: Snapshot, assets: AssetPaths): Frame {
  const { page } = snapshot
  const words = wordsOf(languageOf(page.language), page.wording[page.language])
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
    link: (path) => page.basePath + path,
    address: (path) => page.url + path,
    markdown: (text) => {
      const known = rendered.get(text) ?? renderMarkdown(text)
      rendered.set(text, known)
      return known
    },
  }
}
