import { having, type Searched, type Segment } from './segment.ts'

/** What was found: the best first. */
export type Found = { hits: readonly Searched[]; total: number }

export const mostShown = 50

type Hit = { entry: Searched; inTitle: number }

/** Entries that have every word; the last may be the beginning of one. In the title before in the text, then the newest. */
export function lookUp(segments: readonly Segment[], words: readonly string[]): Found {
  if (words.length === 0) return { hits: [], total: 0 }
  const hits = segments.flatMap((segment) => hitsIn(segment, words))
  const best = hits.toSorted((a, b) => b.inTitle - a.inTitle || newest(a.entry, b.entry))
  return { hits: best.slice(0, mostShown).map(({ entry }) => entry), total: best.length }
}

function hitsIn({ entries, titles, texts }: Segment, words: readonly string[]): Hit[] {
  const found = words.map((word, i) => {
    const begins = i === words.length - 1
    return { titles: having(titles, word, begins), texts: having(texts, word, begins) }
  })
  const [first] = found
  return [...new Set([...first!.titles, ...first!.texts])]
    .filter((entry) => found.every((one) => one.titles.has(entry) || one.texts.has(entry)))
    .map((i) => ({ entry: entries[i]!, inTitle: found.filter((one) => one.titles.has(i)).length }))
}

/** An answer that always holds stands before news. */
const newest = (a: Searched, b: Searched) => Number(b.at === 0) - Number(a.at === 0) || b.at - a.at
