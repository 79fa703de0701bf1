import type { Selectable } from 'kysely'
import type { AccessFeeds } from '../db/schema.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, NotFound } from '../lib/errors.ts'
import { newId, newSecret } from '../lib/id.ts'
import { digest, keyedHash } from '../lib/seal.ts'
import { findPage } from '../pages/find.ts'
import type { KeptFeed } from './kept.ts'
import type { Session } from './session.ts'
import { touchAccess } from './touch.ts'

export type Feed = Selectable<AccessFeeds>

/** As many as one reader has at a time, or all operators together; and as many as a page has in all. */
const most = 20
const mostOfPage = 2000

const nobodyInParticular: KeptFeed['reader'] = { email: null, subscriber: false, attributes: {}, staff: false }

/**
 * Makes the address of a private feed, which shows what its maker sees: a reader who is signed in, or somebody in the
 * console, whose feed shows what everybody sees who is let in. The token is told this once. Throws Conflict.
 */
export async function createFeed(
  outer: Context,
  input: { page: string; name: string; session: Session | null },
): Promise<{ feed: Feed; token: string }> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    const { session } = input
    const token = `uf_${newSecret(ctx)}`
    const all = await feedsOf(ctx, page.id, null)
    const owner = session && ownerHash(ctx, session)
    const own = all.filter(({ owner_hash: by }) => (owner && by ? by.equals(owner) : by === owner))
    if (own.length >= most || all.length >= mostOfPage)
      throw new Conflict(`There are ${own.length >= most ? most : mostOfPage} private feeds already. Revoke one first.`)
    await ensureAccess(ctx, page.id)
    const feed = await ctx.db
      .insertInto('access_feeds')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        page_id: page.id,
        name: input.name,
        token_hash: digest(token),
        prefix: token.slice(0, 9),
        owner_hash: owner,
        way: session?.way ?? 'staff',
        reader: JSON.stringify(session ? readerIn(session) : nobodyInParticular),
        created_at: ctx.now(),
        created_by: session ? 'a reader' : ctx.actor.name,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, { kind: 'feed.created', subject: feed.id, page: page.id, data: { name: feed.name } })
    await touchAccess(ctx, page.id)
    return { feed, token }
  })
}

/** The feeds of a page that work, newest first: a reader's own, or all of them. */
export async function feedsOf(ctx: Context, page: string, session: Session | null): Promise<Feed[]> {
  let query = ctx.db
    .selectFrom('access_feeds')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .where('revoked_at', 'is', null)
  if (session) query = query.where('owner_hash', '=', ownerHash(ctx, session))
  return query.orderBy('created_at', 'desc').orderBy('id').execute()
}

/** The address opens nothing any more. `session`: a reader's own alone. Throws NotFound. */
export async function revokeFeed(outer: Context, input: { page: string; id: string; session: Session | null }) {
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    const own = await feedsOf(ctx, page.id, input.session)
    if (!own.some(({ id }) => id === input.id)) throw new NotFound('feed')
    await ctx.db.updateTable('access_feeds').set({ revoked_at: ctx.now() }).where('id', '=', input.id).execute()
    await record(ctx, { kind: 'feed.revoked', subject: input.id, page: page.id })
    await touchAccess(ctx, page.id)
  })
}

/** Whoever knows the page's password is one and the same; who signed in by name is somebody. */
const ownerHash = (ctx: Context, { identity, id }: Session) =>
  keyedHash(ctx.settings.secret, 'feed owner', identity === 'password' ? id : identity)

const readerIn = ({ email, subscriber, attributes, staff, user }: Session): KeptFeed['reader'] => ({
  email,
  subscriber,
  attributes,
  staff,
  ...(user !== undefined && { user }),
})

/** A page that nobody has set anything for has no row that servers look at. */
const ensureAccess = (ctx: Context, page: string) =>
  ctx.db
    .insertInto('page_access')
    .values({ page_id: page, org_id: ctx.org, settings: '{}', epoch: ctx.now().getTime(), updated_at: ctx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
