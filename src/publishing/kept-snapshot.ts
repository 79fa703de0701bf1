import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { plainAppearance } from '../appearance/schema.ts'
import { isLimited } from '../audiences/visible.ts'
import { plainContent } from '../content/schema.ts'
import { writeWhole } from './site/files.ts'
import type { Whole } from './snapshot.ts'
import { isOver } from './words.ts'

/** As many as feeds and the read API show. */
const most = 60

/**
 * Keeps what a page was last rendered from, so that it can be rendered without the database. Of what is over, only the
 * newest: documents that a snapshot does not hold stay as they were published. Of a page that not everybody sees whole, all:
 * what some see of it is published nowhere. Outside `published/`: nobody serves it.
 */
export async function keepSnapshot(dataDir: string, snapshot: Whole, random: (n: number) => Buffer) {
  const folder = join(dataDir, 'snapshots')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const all = isLimited(snapshot)
  const incidents = snapshot.incidents.filter((one, i) => all || i < most || !isOver(one))
  await writeWhole(fileOf(dataDir, snapshot.page.id), serialize({ ...snapshot, incidents }), random)
}

/** Null where none was kept, or none that can be read. */
export async function readKeptSnapshot(dataDir: string, page: string): Promise<Whole | null> {
  try {
    const kept: Whole = deserialize(await readFile(fileOf(dataDir, page)))
    if (kept.page.id !== page || !Array.isArray(kept.incidents) || !Array.isArray(kept.audiences)) return null
    // One that was kept by an earlier version knows less: no content, one language, nothing translated.
    const content = { ...plainContent, ...kept.page.content }
    const appearance = { ...plainAppearance, ...kept.page.appearance }
    return { ...kept, page: { ...oneLanguage, ...kept.page, content, appearance } }
  } catch {
    return null
  }
}

const oneLanguage = { language: 'en', languages: ['en'], wording: {} }

export const forgetSnapshot = (dataDir: string, page: string) => rm(fileOf(dataDir, page), { force: true })

const fileOf = (dataDir: string, page: string) =>
  join(dataDir, 'snapshots', `${page.replaceAll(/[^a-z0-9]/gi, '')}.snapshot`)
