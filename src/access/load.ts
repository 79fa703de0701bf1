import { sql } from 'kysely'
import { audiencesOf } from '../audiences/find.ts'
import { isAmong } from '../audiences/rights.ts'
import type { Context } from '../lib/context.ts'
import { type AccessRow, accessRow, storedAccess } from './find.ts'
import type { KeptAccess, KeptFeed } from './kept.ts'
import { leaverOf } from './leaver.ts'
import { type Access, isListed, staffHours } from './schema.ts'

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
  const held = await stillHeld(ctx, row, feeds, access)
  return {
    page,
    version: row.version,
    private: row.is_private,
    epoch: row.epoch,
    ranges: access.ranges,
    feeds: held,
    ended: ended.map(({ session }) => session),
    disabled: await disabledUsers(ctx),
    left: await whoLeft(ctx, page, access.sessionHours),
  }
}

/** Colleagues who were disabled while sessions of theirs may still be there. */
async function disabledUsers({ db, now }: Reading): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'disabled_at'])
    .where('disabled_at', '>', before(now(), staffHours))
    .orderBy('id')
    .execute()
  return Object.fromEntries(rows.map(({ id, disabled_at }) => [id, disabled_at?.getTime() ?? 0]))
}

async function whoLeft({ db, now }: Reading, page: string, hours: number): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('access_left')
    .select(['address_hash', 'left_at'])
    .where('page_id', '=', page)
    .where('left_at', '>', before(now(), hours))
    .orderBy('address_hash')
    .execute()
  return Object.fromEntries(rows.map(({ address_hash, left_at }) => [leaverOf(address_hash), left_at.getTime()]))
}

const before = (now: Date, hours: number) => new Date(now.getTime() - hours * 3_600_000)

type Row = { id: string; token_hash: Buffer; way: string; reader: unknown }

/** A feed opens nothing that its maker could not enter any more: the way that let them in is still there, and theirs. */
async function stillHeld(ctx: Reading, page: AccessRow, rows: Row[], access: Access) {
  const made = rows.map(({ reader }) => reader as KeptFeed['reader'])
  const subscribed = await activeAmong(
    ctx,
    page,
    made.flatMap(({ email, subscriber }) => (email !== null && subscriber ? [email] : [])),
  )
  const all = rows.map(({ id, token_hash, way }, i) => {
    const reader = made[i]!
    const subscriber = reader.subscriber && subscribed.has(reader.email ?? '')
    return { way, feed: { id, hash: token_hash.toString('base64url'), reader: { ...reader, subscriber } } }
  })
  const staff = await activeUsers(
    ctx,
    all.flatMap(({ feed }) => feed.reader.user ?? []),
  )
  const audiences = access.named ? await audiencesOf(ctx, page.page_id) : []
  const holds = (way: string, { staff: isStaff, user, email, subscriber }: KeptFeed['reader']) => {
    // Operators' own, of the Access screen, show what everybody sees who is let in.
    if (way === 'staff') return !isStaff || (user !== undefined && staff.has(user))
    if (way === 'password') return page.password_hash !== null
    if (way !== 'mail') return access.connections.some(({ key }) => way === `sso:${key}`)
    if (isListed(access, email ?? '') || (subscriber && access.subscribers)) return true
    return email !== null && audiences.some(({ members }) => isAmong(members, email))
  }
  return all.filter(({ way, feed }) => holds(way, feed.reader)).map(({ feed }) => feed)
}

/** Of these addresses those that still subscribe to the page. */
async function activeAmong({ db }: Reading, page: AccessRow, emails: string[]): Promise<Set<string>> {
  if (emails.length === 0) return new Set()
  const { rows } = await sql<{ email: string }>`
    select lower(email) as email from subscribers where org_id = ${page.org_id} and not world
      and lower(coalesce(email, label)) = any(${emails}::text[]) and page_id = ${page.page_id}
      and channel = 'email' and state = 'active' and email is not null`.execute(db)
  return new Set(rows.map(({ email }) => email))
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
