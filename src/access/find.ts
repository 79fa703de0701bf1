import type { Selectable } from 'kysely'
import type { PageAccess } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { type Access, ChangeAccess, changed, openAccess } from './schema.ts'

export type AccessRow = Selectable<PageAccess>

export const accessRow = ({ db }: Pick<Context, 'db'>, page: string): Promise<AccessRow | undefined> =>
  db.selectFrom('page_access').selectAll().where('page_id', '=', page).executeTakeFirst()

/** Who may read a page and how. */
export async function accessOf(ctx: Pick<Context, 'db'>, page: string): Promise<Access> {
  return storedAccess(await accessRow(ctx, page))
}

/**
 * What stands in a row; a page without one is open. What an earlier version wrote and this one does not know must
 * never open a private page.
 */
export function storedAccess(row: AccessRow | undefined): Access {
  if (!row) return openAccess
  const known = ChangeAccess.safeParse(row.settings)
  return { ...(known.success ? changed(openAccess, known.data) : openAccess), private: row.is_private }
}

/** The client secrets of a page's connections, by key. */
export function secretsIn(ctx: Pick<Context, 'settings'>, row: AccessRow | undefined): Record<string, string> {
  if (!row?.secrets_sealed) return {}
  return z.record(z.string(), z.string()).parse(JSON.parse(unseal(ctx.settings.secret, row.secrets_sealed)))
}
