import type { Context } from '../lib/context.ts'
import { ChangeContent, type Content, changed, plainContent } from './schema.ts'

/** What a page holds besides its news. */
export async function contentOf({ db }: Pick<Context, 'db'>, pageId: string): Promise<Content> {
  const row = await db.selectFrom('contents').select('document').where('page_id', '=', pageId).executeTakeFirst()
  return storedContent(row)
}

/**
 * What stands in a row; a page without one holds nothing. What an earlier version wrote and this one does not know must not
 * keep a page from being published.
 */
export function storedContent(row: { document: unknown } | undefined): Content {
  if (!row) return plainContent
  const known = ChangeContent.safeParse(row.document)
  return known.success ? changed(plainContent, known.data) : plainContent
}
