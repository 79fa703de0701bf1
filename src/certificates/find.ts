import type { Selectable } from 'kysely'
import type { Certificates } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'

export type CertificateState = Pick<
  Selectable<Certificates>,
  'host' | 'not_before' | 'not_after' | 'order_at' | 'failed_at' | 'reason'
>

/** What is known of the certificates of some names, by name; never their keys. */
export async function certificatesOf(
  { db }: Pick<Context, 'db'>,
  hosts: readonly string[],
): Promise<Map<string, CertificateState>> {
  if (hosts.length === 0) return new Map()
  const rows = await db
    .selectFrom('certificates')
    .select(['host', 'not_before', 'not_after', 'order_at', 'failed_at', 'reason'])
    .where('host', 'in', hosts)
    .execute()
  return new Map(rows.map((row) => [row.host, row]))
}
