import { createHash } from 'node:crypto'
import { keyedHash } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'

// A backup is gzipped lines of JSON: a header, a line `["<table>",<row>]` for each row with the tables in an order in
// which they can be restored, and a manifest with the count of rows and the SHA-256 of every byte before it.

export const Header = z.object({
  upfront: z.literal('backup'),
  format: z.literal(1),
  madeAt: z.string(),
  /** Says whether a master key is the one that sealed what is in the backup; tells nothing about the key. */
  keyCheck: z.string(),
  migrations: z.array(z.object({ name: z.string().regex(/^\d{4}_[a-z0-9_]+\.sql$/), checksum: z.string() })).min(1),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1), refersToItself: z.boolean() })),
})
export type Header = z.infer<typeof Header>

export const Manifest = z.object({ rows: z.record(z.string(), z.int()), sha256: z.string() })
export type Manifest = z.infer<typeof Manifest>

export const keyCheck = (secret: Buffer) => keyedHash(secret, 'backup', 'check').toString('hex').slice(0, 32)

export const rowLine = (table: string, row: string) => `[${JSON.stringify(table)},${row}]`

/** The table of a line and the text of its row, not parsed: what the database wrote is what it reads again. */
export function splitRow(line: string): { table: string; row: string } | null {
  const match = /^\["([a-z0-9_]+)",/.exec(line)
  return match && line.endsWith(']') ? { table: match[1]!, row: line.slice(match[0].length, -1) } : null
}

/** Adds up what a manifest says, line by line. */
export function tally() {
  const hash = createHash('sha256')
  const rows: Record<string, number> = {}
  return {
    add(line: string) {
      hash.update(line).update('\n')
      const table = splitRow(line)?.table
      if (table) rows[table] = (rows[table] ?? 0) + 1
    },
    manifest: (): Manifest => ({ rows, sha256: hash.copy().digest('hex') }),
  }
}
