import { z } from '../../lib/zod.ts'
import { tokens } from './tokens.ts'

/** What is searched for one result: an incident or an entry of the FAQ. */
export const Searched = z.object({
  /** Below the page: "/incidents/abc". */
  path: z.string(),
  title: z.string(),
  /** The line below the title, such as "Resolved · 18 November 2026". */
  about: z.string(),
  /** For the order; 0: has no time. */
  at: z.number(),
  /** Plain texts, newest first. */
  texts: z.array(z.string()),
})
export type Searched = z.infer<typeof Searched>

/** Some of a page's entries with the words in them: by word, the places of the entries in the list. */
export type Segment = {
  entries: readonly Searched[]
  titles: Words
  texts: Words
  /** About how much memory it takes, in bytes. */
  weight: number
}

/** `sorted` is for beginnings of words. */
type Words = { entries: ReadonlyMap<string, readonly number[]>; sorted: readonly string[] }

export function segmentOf(entries: readonly Searched[]): Segment {
  const titles = wordsOf(entries.map(({ title }) => [title]))
  const texts = wordsOf(entries.map((one) => one.texts))
  const length = entries.reduce((sum, { title, texts }) => sum + title.length + texts.join('').length + 200, 0)
  const postings = [titles, texts].reduce((sum, { entries }) => sum + entries.size * 150, 0)
  return { entries, titles, texts, weight: 2 * length + postings }
}

function wordsOf(texts: readonly (readonly string[])[]): Words {
  const entries = new Map<string, number[]>()
  for (const [i, ones] of texts.entries()) {
    for (const word of new Set(ones.flatMap((text) => tokens(text).map((token) => token.word)))) {
      const known = entries.get(word)
      if (known) known.push(i)
      else entries.set(word, [i])
    }
  }
  return { entries, sorted: [...entries.keys()].sort() }
}

/** More words than this begin alike only where next to nothing was typed. */
const mostBeginnings = 500

/** The entries that have a word; `begins`: or a word that begins so. */
export function having({ entries, sorted }: Words, word: string, begins: boolean): Set<number> {
  if (!begins) return new Set(entries.get(word))
  const found = new Set<number>()
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < word) low = middle + 1
    else high = middle
  }
  for (let i = low; i < sorted.length && i < low + mostBeginnings && sorted[i]!.startsWith(word); i++)
    for (const entry of entries.get(sorted[i]!)!) found.add(entry)
  return found
}
