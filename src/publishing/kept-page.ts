import { type KeptAccess, lostAccess, readKeptAccess } from '../access/kept.ts'
import type { Base } from '../lib/context.ts'
import type { Said } from '../said/entry.ts'
import { folderOf, type Listed } from './directory.ts'
import { readMark } from './mark.ts'
import type { KnownIncidents } from './read-incidents.ts'
import type { Memory } from './site/memory.ts'
import { openSite, type Site } from './site/site.ts'

/** What a process holds of a page that it publishes. */
export type Kept = {
  site: Site
  known: KnownIncidents
  day: string
  /** What was not certain of it. */
  doubt: string
  /** See `lapseOf`. */
  until: number
  listed: Listed
  access: KeptAccess | null
  /** What was read last, by its version, and who belongs to its audiences. */
  read: { version: number; audiences: string } | null
  /** Its files could not all be written: the disk is full, perhaps. */
  unwritten: boolean
}

export type Opening = {
  base: Base
  dataDir: string
  memory: Memory
  /** See `editionMark`. */
  made: string
  rest?: (() => Promise<unknown>) | undefined
}

/** A page as an earlier process left it on disk. */
export async function openKept(
  { base, dataDir, memory, made, rest }: Opening,
  listed: Listed,
  asleep: boolean,
): Promise<Kept> {
  const folder = folderOf(dataDir, listed)
  const site = await openSite({ slug: listed.slug, folder, random: base.random, memory, asleep, rest })
  const known = await readKeptAccess(dataDir, listed.id)
  // What is private stays so, whatever else is known of it.
  const access = listed.private && !known?.private ? lostAccess(listed.id) : known
  const mark = readMark(site.mark(), made)
  const read = mark && { version: mark.version, audiences: '[]' }
  const { day, doubt, until } = mark ?? { day: '', doubt: '', until: 0 }
  const lasts = until ?? Number.POSITIVE_INFINITY
  return { site, known: new Map(), day, doubt, until: lasts, listed, access, read, unwritten: false }
}

export const shownOf = ({ listed, site, read }: Kept) => ({ listed, site, version: read?.version ?? -1 })

export const saidOn = (page: string, said: readonly Said[]) => said.filter((one) => one.page === page)
