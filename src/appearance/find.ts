import type { Context } from '../lib/context.ts'
import { type Appearance, ChangeAppearance, changed, plainAppearance } from './schema.ts'

/** How a page looks. */
export async function appearanceOf({ db }: Pick<Context, 'db'>, pageId: string): Promise<Appearance> {
  const row = await db.selectFrom('appearances').select('settings').where('page_id', '=', pageId).executeTakeFirst()
  return row ? stored(row.settings) : plainAppearance
}

/** What an earlier version wrote and this one does not know must not keep a page from being published. */
const stored = (settings: unknown): Appearance => {
  const known = ChangeAppearance.safeParse(settings)
  return known.success ? changed(plainAppearance, known.data) : plainAppearance
}
