import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const mega = 1_000_000

/**
 * How much of a database its server keeps in memory of its own: little where there is little. With a million subscribers
 * every row would else be fetched from the system's memory, checked and forgotten again and again.
 */
export function buffersFor(cluster: string): { shared_buffers?: string } {
  const size = sizeOf(join(cluster, 'base'))
  if (size > 800 * mega) return { shared_buffers: '256MB' }
  return size > 200 * mega ? { shared_buffers: '96MB' } : {}
}

/** Of the files of all databases, in bytes: some thousand, of which each takes some microseconds. */
function sizeOf(base: string): number {
  let sum = 0
  for (const database of readdirSync(base))
    for (const file of readdirSync(join(base, database)))
      sum += statSync(join(base, database, file), { throwIfNoEntry: false })?.size ?? 0
  return sum
}
