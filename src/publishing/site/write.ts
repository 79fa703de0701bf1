import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Document } from '../documents.ts'
import { compress, contentHash, type Entry, encodings, entryOf } from './entry.ts'
import { fileOf, syncFolder, writeWhole } from './files.ts'
import { type Manifest, manifestFile, type Record } from './manifest.ts'
import { suffix } from './read.ts'

export type Changes = {
  folder: string
  random: (n: number) => Buffer
  /** What differs from the disk; what was written is taken out. Null: to be removed. */
  dirty: Map<string, Entry | null>
  records: Map<string, Record>
  about: () => Omit<Manifest, 'documents'>
}

/**
 * Writes what is dirty, then the manifest; nothing where nothing is dirty, unless `always`. A failure leaves the rest
 * dirty, and memory serves it meanwhile.
 */
export async function writeChanges(changes: Changes, always = false) {
  const { folder, random, dirty, records } = changes
  if (dirty.size === 0 && !always) return
  const folders = new Set([folder])
  while (dirty.size > 0) {
    const write = async ([path, entry]: readonly [string, Entry | null]) => {
      folders.add(dirname(join(folder, fileOf(path))))
      if (entry) await writeEntry(folder, path, entry, random)
      else await removeEntry(folder, path)
      if (dirty.get(path) === entry) dirty.delete(path)
    }
    await sideBySide([...dirty].slice(0, atOnce).map(write))
  }
  const manifest: Manifest = { ...changes.about(), documents: Object.fromEntries(records) }
  // While others read the page, each call waits for a turn of theirs: side by side they wait together.
  folders.delete(folder)
  await sideBySide([
    writeWhole(join(folder, manifestFile), JSON.stringify(manifest), random),
    ...[...folders].map(syncFolder),
  ])
  await syncFolder(folder)
}

/** Fails as the first of them did, once none is at work any more. */
async function sideBySide(work: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(work)
  const failed = ended.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/** Documents that are written side by side: each takes a dozen calls, and who is told of a post waits for all of them. */
const atOnce = 24

/** The plain file last: it is the one that a plain web server is asked for. */
async function writeEntry(folder: string, path: string, entry: Entry, random: Changes['random']) {
  const file = join(folder, fileOf(path))
  const write = (encoding: (typeof encodings)[number], sync: boolean) =>
    writeWhole(file + suffix[encoding], entry.bodies[encoding], random, sync)
  // A compressed form that a power cut takes is made again from the plain one: no need to wait for the disk thrice.
  await sideBySide(encodings.filter((one) => one !== 'plain').map((one) => write(one, false)))
  await write('plain', true)
}

async function removeEntry(folder: string, path: string) {
  for (const encoding of encodings) await rm(join(folder, fileOf(path)) + suffix[encoding], { force: true })
}

export function recordOf(document: Document, entry: Entry): Record {
  const { plain, br, gzip } = entry.bodies
  const hashes = { plain: contentHash(plain), br: contentHash(br), gzip: contentHash(gzip) }
  const { fingerprint, contentType, kind, allows, noindex, lang, negotiated, asOf } = document
  const own = {
    ...(allows && { allows }),
    ...(noindex && { noindex }),
    ...(lang && { lang }),
    ...(negotiated && { negotiated }),
    ...(asOf && { asOf }),
  }
  return { fingerprint, contentType, kind, hashes, ...own }
}

export async function built(document: Document): Promise<Entry> {
  const { path, contentType, render } = document
  if (!render) throw new Error(`${path} cannot be rendered from this snapshot`)
  const body = await render()
  const bytes = typeof body === 'string' ? Buffer.from(body.toWellFormed(), 'utf8') : body
  return entryOf(path, contentType, await compress(bytes), document)
}
