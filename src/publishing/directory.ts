import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostOf, isOwnHost } from '../domains/host-name.ts'
import { z } from '../lib/zod.ts'
import { writeWhole } from './site/files.ts'
import type { Site } from './site/site.ts'

// It names a folder that is removed with its page: a damaged file must not name another one.
const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/)

/** A page as the server needs it to find it, without the database. */
export const Listed = z.object({
  id: z.string(),
  slug: Slug,
  host: z.string().nullable(),
  first: z.boolean(),
  /** Nobody reads it without being let in. Absent: anybody does. */
  private: z.literal(true).optional(),
})
export type Listed = z.infer<typeof Listed>

// What is not for everybody is named nowhere among the published files, which other servers copy.
const fileOf = (dataDir: string, isPrivate: boolean) => join(dataDir, isPrivate ? 'private' : 'published', 'pages.json')

/** Where a page's files lie: those of a private page never where other servers find the published ones. */
export const folderOf = (dataDir: string, { id, slug, private: isPrivate }: Listed) =>
  isPrivate ? join(dataDir, 'private', id.replaceAll(/[^a-z0-9]/gi, '')) : join(dataDir, 'published', slug)

/** The pages that an earlier process served; none where the file is missing or damaged. */
export async function readDirectory(dataDir: string): Promise<Listed[]> {
  const { hidden, open } = await readLists(dataDir)
  // A page that stands in both was made private while a process died: it is.
  return [...(hidden ?? []), ...(open ?? []).filter(({ id }) => !hidden?.some((one) => one.id === id))]
}

/** Both lists, as they are; null: missing or damaged. */
export async function readLists(dataDir: string) {
  const [hidden, open] = await Promise.all([read(fileOf(dataDir, true)), read(fileOf(dataDir, false))])
  return { hidden, open }
}

async function read(file: string): Promise<Listed[] | null> {
  try {
    return z.array(Listed).parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

/** What is private first, so that a page that becomes so is never listed as open alone. */
export async function writeDirectory(dataDir: string, pages: readonly Listed[], random: (n: number) => Buffer) {
  const of = (isPrivate: boolean) => JSON.stringify(pages.filter((page) => Boolean(page.private) === isPrivate))
  await mkdir(join(dataDir, 'private'), { recursive: true, mode: 0o700 })
  await writeWhole(fileOf(dataDir, true), of(true), random)
  await writeWhole(fileOf(dataDir, false), of(false), random)
}

/** To compare two lists, whatever the order of their pages. */
export const inOrder = (listed: readonly Listed[]) => JSON.stringify([...listed].sort((a, b) => (a.id < b.id ? -1 : 1)))

/** Which page a Host header names. `own`: the installation's own host, localhost and IP addresses. */
export type Hosts = {
  /** The page of a host, or the one named by a slug on the installation's own hosts. Called on every request. */
  locate: (host: string | undefined, slug: string | null) => Site | null
  /** True where the host is one of ours, so that what is not found there is a 404 and not a 421. */
  isKnown: (host: string | undefined) => boolean
}

/** `url` is UPFRONT_URL; `elsewhere` are further hosts of the installation that serve no page, such as the console's. */
export function hostsOf(
  pages: readonly Listed[],
  sites: ReadonlyMap<string, Site>,
  url: string,
  elsewhere: readonly string[],
): Hosts {
  const bySlug = new Map(pages.map((page) => [page.slug, sites.get(page.id) ?? null]))
  const byHost = new Map(
    pages.flatMap((page) => (page.host ? [[page.host.toLowerCase(), sites.get(page.id) ?? null] as const] : [])),
  )
  const first = pages.find((page) => page.first)
  const front = (first && sites.get(first.id)) ?? null
  const known = new Map<string, 'own' | Site | null>()
  const find = (host: string | undefined): 'own' | Site | null => {
    if (host === undefined) return null
    const seen = known.get(host)
    if (seen !== undefined) return seen
    const name = hostOf(host)
    const found = name === null ? null : (byHost.get(name) ?? (isOwnHost(name, url) ? 'own' : null))
    if (known.size < 1000) known.set(host, found)
    return found
  }
  return {
    locate: (host, slug) => {
      const found = find(host)
      if (found !== 'own') return slug === null ? found : null
      return slug === null ? front : (bySlug.get(slug) ?? null)
    },
    isKnown: (host) => find(host) !== null || (host !== undefined && elsewhere.includes(hostOf(host) ?? '')),
  }
}
