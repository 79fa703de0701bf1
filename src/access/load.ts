import { audiencesOf } from '../audiences/find.ts'
import { isAmong } from '../audiences/rights.ts'
import type { Context } from '../lib/context.ts'
import { accessRow, storedAccess } from './find.ts'
import type { KeptAccess, KeptFeed } from './kept.ts'
import { type Access, isListed } from './schema.ts'

type Reading = Pick<Context, 'db' | 'now'>

/** What servers keep of a page's access; null where anybody reads it and nobody ever could sign in. */
export async function loadAccess(ctx: Reading, page: string): Promise<KeptAccess | null> {
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
  const held = await stillHeld(ctx, page, feeds, access, row.password_hash !== null)
  return {
    page,
    version: row.version,
    private: row.is_private,
    epoch: row.epoch,
    ranges: access.ranges,
    feeds: held,
    ended: ended.map(({ session }) => session),
  }
}

type Row = { id: string; token_hash: Buffer; way: string; reader: unknown }

/** A feed opens nothing that its maker could not enter any more: the way that let them in is still there, and theirs. */
async function stillHeld(ctx: Reading, page: string, rows: Row[], access: Access, hasPassword: boolean) {
  const all = rows.map(({ id, token_hash, way, reader }) => ({
    way,
    feed: { id, hash: token_hash.toString('base64url'), reader: reader as KeptFeed['reader'] },
  }))
  const staff = await activeUsers(
    ctx,
    all.flatMap(({ feed }) => feed.reader.user ?? []),
  )
  const audiences = access.named ? await audiencesOf(ctx, page) : []
  const holds = (way: string, { staff: isStaff, user, email, subscriber }: KeptFeed['reader']) => {
    // Operators' own, of the Access screen, show what everybody sees who is let in.
    if (way === 'staff') return !isStaff || (user !== undefined && staff.has(user))
    if (way === 'password') return hasPassword
    if (way !== 'mail') return access.connections.some(({ key }) => way === `sso:${key}`)
    if (isListed(access, email ?? '') || (subscriber && access.subscribers)) return true
    return email !== null && audiences.some(({ members }) => isAmong(members, email))
  }
  return all.filter(({ way, feed }) => holds(way, feed.reader)).map(({ feed }) => feed)
}

async function activeUsers({ db }: Reading, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', ids)
    .where('disabled_at', 'is', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}
