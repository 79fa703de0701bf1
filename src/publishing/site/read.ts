import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type Bodies, compress, contentHash, type Encoding, type Entry, entryOf } from './entry.ts'
import { fileOf } from './files.ts'
import type { Record } from './manifest.ts'

/** `whole`: false where a file was missing, torn or of another publication, so that it should be rendered again. */
export type Read = { entry: Entry; whole: boolean }

export const suffix: { [encoding in Encoding]: string } = { plain: '', br: '.br', gzip: '.gz' }

/** A document from its files, checked against the manifest. Null where nothing trustworthy is left. */
export async function readEntry(folder: string, path: string, record: Record): Promise<Read | null> {
  const file = join(folder, fileOf(path))
  const read = (encoding: Encoding) => readFile(file + suffix[encoding]).catch(() => null)
  const [plain, br, gzip] = await Promise.all([read('plain'), read('br'), read('gzip')])
  const fits = (encoding: Encoding, body: Buffer | null) =>
    body !== null && contentHash(body) === record.hashes[encoding]
  if (plain && br && gzip && fits('plain', plain) && fits('br', br) && fits('gzip', gzip)) {
    return { entry: entryOf(path, record.contentType, { plain, br, gzip }, record), whole: true }
  }
  const bodies = await repaired(fits('plain', plain) ? plain : null, gzip)
  return bodies && { entry: entryOf(path, record.contentType, bodies, record), whole: false }
}

/** gzip carries a checksum of its own, so a whole .gz tells the text even where the manifest is older than the files. */
async function repaired(plain: Buffer | null, gzip: Buffer | null): Promise<Bodies | null> {
  if (plain) return compress(plain)
  const text = gzip && (await promisify(gunzip)(gzip).catch(() => null))
  return text && compress(text)
}
