import { chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '../lib/zod.ts'
import { writeWhole } from '../publishing/site/files.ts'

/** Who holds the address of a private feed, and what they may see. */
const KeptFeed = z.object({
  id: z.string(),
  /** SHA-256 of the token, base64url. */
  hash: z.string(),
  reader: z.object({
    email: z.string().nullable(),
    subscriber: z.boolean(),
    attributes: z.record(z.string(), z.array(z.string())),
    staff: z.boolean(),
    user: z.string().optional(),
  }),
})
export type KeptFeed = z.infer<typeof KeptFeed>

/** What the server must know to let readers in, so that it needs no database. */
export const KeptAccess = z.object({
  page: z.string(),
  version: z.number(),
  private: z.boolean(),
  epoch: z.number(),
  ranges: z.array(z.string()),
  feeds: z.array(KeptFeed),
  /** Sessions that ended before their time. */
  ended: z.array(z.string()),
  /** Colleagues who were disabled, and subscribers who left (by `leaverOf`), and when: milliseconds since 1970. */
  disabled: z.record(z.string(), z.number()).default({}),
  left: z.record(z.string(), z.number()).default({}),
})
export type KeptAccess = z.infer<typeof KeptAccess>

/** Outside of what is published, and for this program alone. */
export async function keepAccess(dataDir: string, access: KeptAccess, random: (n: number) => Buffer) {
  const folder = join(dataDir, 'access')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  await writeWhole(fileOf(dataDir, access.page), JSON.stringify(access), random)
}

/** Null where none was kept, or none that can be read. */
export async function readKeptAccess(dataDir: string, page: string): Promise<KeptAccess | null> {
  try {
    const kept = KeptAccess.parse(JSON.parse(await readFile(fileOf(dataDir, page), 'utf8')))
    return kept.page === page ? kept : null
  } catch {
    return null
  }
}

export const forgetAccess = (dataDir: string, page: string) => rm(fileOf(dataDir, page), { force: true })

/** What stands in for a private page's access that was lost: nobody comes in but through the database. */
export const lostAccess = (page: string): KeptAccess => ({
  page,
  version: -1,
  private: true,
  epoch: -1,
  ranges: [],
  feeds: [],
  ended: [],
  disabled: {},
  left: {},
})

const fileOf = (dataDir: string, page: string) => join(dataDir, 'access', `${page.replaceAll(/[^a-z0-9]/gi, '')}.json`)
