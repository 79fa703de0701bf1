import type { Context } from '../lib/context.ts'
import { type Appearance, ChangeAppearance, changed, plainAppearance } from './schema.ts'

/** How a page looks. */
export async function appearanceOf({ db }: Pick<Context, 'db'>, pageId: string): Promise<Appearance> {
  const row = await db.selectFrom('appearances').select('settings').where('page_id', '=', pageId).executeTakeFirst()
  return storedAppearance(row)
}

/**
 * What stands in a row; a page without one is plain. What an earlier version wrote and this one does not know must not
 * keep a page from being published.
 */
export function storedAppearance(row: { settings: unknown } | undefined): Appearance {
  if (!row) return plainAppearance
  const known = ChangeAppearance.safeParse(row.settings)
  return known.success ? changed(plainAppearance, known.data) : plainAppearance
}
