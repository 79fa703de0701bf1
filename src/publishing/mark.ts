import { hash } from 'node:crypto'
import type { InstallationSettings } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { localDay } from '../lib/zone.ts'
import type { Edition } from './documents.ts'
import type { Whole } from './snapshot.ts'

/**
 * What a page was published from. The next process that finds the same need not read it again: with a thousand pages that
 * is most of a start. Only of pages that anybody reads whole: it lies beside files that a web server may serve.
 */
const Mark = z.strictObject({
  /** Of renderers, styles and the installation's settings. */
  edition: z.string(),
  version: z.number(),
  day: z.string(),
  doubt: z.string(),
  /** Milliseconds; null: for good. */
  until: z.number().nullable(),
})
export type Mark = z.infer<typeof Mark>

export function writeMark(of: Pick<Mark, 'edition' | 'doubt'> & { until: number }, shown: Whole): string {
  const { version, publishedAt, page } = shown
  const until = Number.isFinite(of.until) ? of.until : null
  return JSON.stringify({ ...of, until, version, day: localDay(publishedAt, page.timeZone) } satisfies Mark)
}

/** Null where nothing is known, or it was made by another edition. */
export function readMark(text: string | null, edition: string): Mark | null {
  if (text === null) return null
  try {
    const mark = Mark.parse(JSON.parse(text))
    return mark.edition === edition ? mark : null
  } catch {
    return null
  }
}

/** Everything that pages are made from and that no page's version counts. */
export function editionMark(edition: Edition, { secret: _, ...settings }: InstallationSettings): string {
  // Files that pages refer to have their content's mark in their names; the others are pages' own copies.
  const files = edition.files.map(({ path, body }) => [path, hash('sha256', body, 'base64url')])
  const all = [edition.edition, edition.assets, files, settings]
  return hash('sha256', JSON.stringify(all), 'base64url').slice(0, 22)
}
