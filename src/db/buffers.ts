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
  for (const file of readdirSync(base, { recursive: true, withFileTypes: true }))
    if (file.isFile()) sum += statSync(join(file.parentPath, file.name), { throwIfNoEntry: false })?.size ?? 0
  return sum
}
