import { CompiledQuery } from 'kysely'
import type { Base } from '../lib/context.ts'
import { fold } from '../publishing/search/tokens.ts'

/** Counts searches that found nothing, beside the answer: no reader waits for it, and nothing of the reader is kept. */
export type MissedSearches = {
  /** `slug` names the page. */
  missed: (slug: string, query: string) => void
  /** Writes what was counted since. Called now and then, and at the end. */
  flush: () => Promise<void>
}

/** Different words in memory; more are not counted until these are written. */
const mostWaiting = 2000
/** Different words of a page on one day: a machine that makes words up fills no disk. */
const mostOfDay = 1000

export function createMissedSearches(base: Pick<Base, 'db' | 'now'>): MissedSearches {
  let waiting = new Map<string, { slug: string; words: string; times: number }>()

  function missed(slug: string, query: string) {
    const words = wordsOf(query)
    if (words === null) return
    const key = `${slug} ${words}`
    const known = waiting.get(key)
    if (known) known.times++
    else if (waiting.size < mostWaiting) waiting.set(key, { slug, words, times: 1 })
  }

  /** What cannot be written is counted again with what comes next. */
  async function flush() {
    if (waiting.size === 0) return
    const taken = waiting
    waiting = new Map()
    try {
      await write(base, [...taken.values()])
    } catch (error) {
      for (const [key, one] of waiting) taken.set(key, { ...one, times: one.times + (taken.get(key)?.times ?? 0) })
      waiting = taken
      throw error
    }
  }

  return { missed, flush }
}

/** As it is compared, so that "Payment" and "payment" are one. Null where it looks like something about a person. */
function wordsOf(query: string): string | null {
  const words = fold(query)
    .replaceAll(/[\s\u0000-\u001f\u007f\ufffe\uffff]+/gu, ' ')
    .trim()
    .slice(0, 80)
    .toWellFormed()
  return words === '' || /@|\d[\d\s().-]{6,}/.test(words) ? null : words
}

async function write({ db, now }: Pick<Base, 'db' | 'now'>, counted: { slug: string; words: string; times: number }[]) {
  const lists = [counted.map(({ slug }) => slug), counted.map(({ words }) => words), counted.map(({ times }) => times)]
  await db.executeQuery(CompiledQuery.raw(statement, [now(), mostOfDay, ...lists]))
}

/** The day is that of UTC. Words beyond the limit of a day are counted only where they are known already. */
const statement = `
  insert into missed_searches (page_id, day, words, times)
  select p.id, ($1::timestamptz at time zone 'utc')::date, c.words, c.times
  from unnest($3::text[], $4::text[], $5::int[]) with ordinality as c (slug, words, times, n)
  join pages p on p.slug = c.slug
  where exists (
    select from missed_searches m
    where m.page_id = p.id and m.day = ($1::timestamptz at time zone 'utc')::date and m.words = c.words
  ) or (
    select count(*) from missed_searches m where m.page_id = p.id and m.day = ($1::timestamptz at time zone 'utc')::date
  ) + c.n <= $2
  on conflict (page_id, day, words) do update set times = missed_searches.times + excluded.times`
