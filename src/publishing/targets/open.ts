import type { Base } from '../../lib/context.ts'
import { guardedOutbound } from '../../lib/guarded-fetch.ts'
import { bucketTarget } from './bucket.ts'
import { folderTarget } from './folder.ts'
import { type Keeper, keepTarget } from './keep.ts'
import { targetLock } from './lock.ts'

export type TargetSettings = {
  folder: string | null
  bucket: { url: string; style: 'path' | 'host'; region: string; keyId: string; secret: string } | null
}

/** The targets that the environment names. The operator's own bucket may be anywhere, in a private network too. */
export function openTargets(base: Base, databaseUrl: string, { folder, bucket }: TargetSettings): Keeper[] {
  const { now, random } = base
  const targets = [
    ...(folder ? [folderTarget({ root: folder, random })] : []),
    ...(bucket ? [bucketTarget({ ...bucket, now, http: guardedOutbound({ allow: [placeOf(bucket.url)] }) })] : []),
  ]
  return targets.map((target) => keepTarget({ base, target, lock: targetLock(databaseUrl, target.name) }))
}

function placeOf(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}
