import type { Context } from '../lib/context.ts'
import { ChangeContent, type Content, changed, plainContent } from './schema.ts'

/** What a page holds besides its news. */
export async function contentOf({ db }: Pick<Context, 'db'>, pageId: string): Promise<Content> {
  const row = await db.selectFrom('contents').select('document').where('page_id', '=', pageId).executeTakeFirst()
  return row ? stored(row.document) : plainContent
}

/** What an earlier version wrote and this one does not know must not keep a page from being published. */
const stored = (document: unknown): Content => {
  const known = ChangeContent.safeParse(document)
  return known.success ? changed(plainContent, known.data) : plainContent
}
