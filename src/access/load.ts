import type { Context } from '../lib/context.ts'
import { accessRow, storedAccess } from './find.ts'
import type { KeptAccess, KeptFeed } from './kept.ts'
import { type Access, isListed } from './schema.ts'

/** What servers keep of a page's access; null where anybody reads it and nobody ever could sign in. */
export async function loadAccess(ctx: Pick<Context, 'db' | 'now'>, page: string): Promise<KeptAccess | null> {
  const row = await accessRow(ctx, page)
  if (!row) return null
  const access = storedAccess(row)
  const feeds = await ctx.db
    .selectFrom('access_feeds')
    .select(['id', 'token_hash', 'way', 'reader'])
    .where('page_id', '=', page)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .execute()
  const ended = await ctx.db
    .selectFrom('access_ended')
    .select('session')
    .where('page_id', '=', page)
    .where('expires_at', '>', ctx.now())
    .orderBy('session')
    .execute()
  return {
    page,
    version: row.version,
    private: row.is_private,
    epoch: row.epoch,
    ranges: access.ranges,
    feeds: feeds
      .map(({ id, token_hash, way, reader }) => ({
        way,
        feed: { id, hash: token_hash.toString('base64url'), reader: reader as KeptFeed['reader'] },
      }))
      .filter(({ way, feed }) => stillHolds(access, row.password_hash !== null, way, feed.reader))
      .map(({ feed }) => feed),
    ended: ended.map(({ session }) => session),
  }
}

/** A feed opens nothing that its maker could not enter any more: the way that let them in is still there. */
function stillHolds(access: Access, hasPassword: boolean, way: string, reader: KeptFeed['reader']): boolean {
  if (way === 'staff') return true
  if (way === 'password') return hasPassword
  if (way === 'mail')
    return (reader.subscriber && access.subscribers) || access.named || isListed(access, reader.email ?? '')
  return access.connections.some(({ key }) => way === `sso:${key}`)
}
