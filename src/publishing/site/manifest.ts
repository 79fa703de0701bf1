import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** What is published of one document: enough to know whether it must be rendered again and whether its files are whole. */
const record = z.strictObject({
  fingerprint: z.string(),
  contentType: z.string(),
  kind: z.enum(['hot', 'cold']),
  /** What its policy allows beyond the usual. */
  allows: z.record(z.string(), z.array(z.string())).optional(),
  /** Search engines are to leave it out. */
  noindex: z.literal(true).optional(),
  /** On a page that has several languages. */
  lang: z.string().optional(),
  negotiated: z.literal(true).optional(),
  /** Of which moment it tells, where that is long ago. */
  asOf: z.string().optional(),
  hashes: z.strictObject({ plain: z.string(), br: z.string(), gzip: z.string() }),
})
export type Record = z.infer<typeof record>

const manifest = z.strictObject({
  version: z.number(),
  /** The publisher's, once everything of a publication is on disk. */
  mark: z.string().optional(),
  documents: z.record(z.string(), record),
})
export type Manifest = z.infer<typeof manifest>

export const manifestFile = 'manifest.json'

/** Null where there is none, or none that can be read: then everything is rendered. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return manifest.parse(JSON.parse(text))
  } catch {
    return null
  }
}
