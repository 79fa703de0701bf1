import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Base } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { writeWhole } from '../publishing/site/files.ts'

export type CertificateStore = {
  /** Null where there is none for the name. Called for every connection. */
  contextOf: (name: string) => SecureContext | null
  /** Reads anew what was issued. */
  refresh: () => Promise<void>
}

const Kept = z.array(z.object({ host: z.string(), chain: z.string(), key: z.string() }))
type Kept = z.infer<typeof Kept>

/** The certificates in memory, and for a start without the database in the data folder, their keys sealed as they are there. */
export async function openCertificates(base: Base, dataDir: string): Promise<CertificateStore> {
  const folder = join(dataDir, 'certificates')
  const file = join(folder, 'certificates.json')
  let kept: Kept = await readKept(file)
  let contexts = contextsOf(base, kept, new Map(), [])
  return {
    contextOf: (name) => contexts.get(name.toLowerCase()) ?? null,
    refresh: async () => {
      const rows = await base.db
        .selectFrom('certificates')
        .select(['host', 'chain', 'sealed_key'])
        .where('chain', 'is not', null)
        .orderBy('host')
        .execute()
      const read = rows.flatMap(({ host, chain, sealed_key }) =>
        chain && sealed_key ? [{ host, chain, key: sealed_key.toString('base64') }] : [],
      )
      if (JSON.stringify(read) === JSON.stringify(kept)) return
      contexts = contextsOf(base, read, contexts, kept)
      kept = read
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(file, JSON.stringify(kept), base.random)
    },
  }
}

/** What has not changed is not made again: a thousand of them take a while. One that cannot be read holds up no other. */
function contextsOf(base: Base, next: Kept, made: ReadonlyMap<string, SecureContext>, before: Kept) {
  const chains = new Map(before.map(({ host, chain }) => [host, chain]))
  const contexts = new Map<string, SecureContext>()
  for (const { host, chain, key } of next) {
    const same = chains.get(host) === chain ? made.get(host) : undefined
    try {
      const plain = () => unseal(base.settings.secret, Buffer.from(key, 'base64'))
      contexts.set(host, same ?? createSecureContext({ cert: chain, key: plain(), minVersion: 'TLSv1.2' }))
    } catch (error) {
      base.log.error({ event: 'certificate_unusable', host, err: error }, 'a certificate cannot be used')
    }
  }
  return contexts
}

async function readKept(file: string): Promise<Kept> {
  try {
    return Kept.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return []
  }
}
