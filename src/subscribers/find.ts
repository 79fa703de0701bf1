import { type Selectable, sql } from 'kysely'
import type { Subscribers } from '../db/schema.ts'
import { addressKey, mailboxKey } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { keyedHash } from '../lib/seal.ts'

export type Subscriber = Selectable<Subscribers>

/** One of those who subscribed; what the page says to the world is none. */
export async function findSubscriber(ctx: Context, id: string): Promise<Subscriber> {
  const row = await ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .where('world', '=', false)
    .executeTakeFirst()
  if (!row) throw new NotFound('subscriber')
  return row
}

/** One of those who subscribed, locked until the transaction ends. */
export async function lockSubscriber(ctx: Context, id: string): Promise<Subscriber> {
  const row = await lockListener(ctx, id)
  if (row.world) throw new NotFound('subscriber')
  return row
}

/** A subscriber, or what the page says to the world, locked until the transaction ends. */
export async function lockListener(ctx: Context, id: string): Promise<Subscriber> {
  const row = await ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound('subscriber')
  return row
}

export const subscriberAt = (ctx: Context, page: string, email: string): Promise<Subscriber | undefined> =>
  ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .where('address_hash', '=', addressHash(ctx, email))
    .executeTakeFirst()

/** Whoever has this destination on a page. */
export const subscriberWith = (
  ctx: Context,
  page: string,
  { channel, address_hash }: Pick<Subscriber, 'channel' | 'address_hash'>,
): Promise<Subscriber | undefined> =>
  ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .where('channel', '=', channel)
    .where('address_hash', '=', address_hash)
    .executeTakeFirst()

/** Finds an address again without holding it. */
export const addressHash = ({ settings }: { settings: Pick<Context['settings'], 'secret'> }, email: string) =>
  keyedHash(settings.secret, 'address', addressKey(email))

/** The same of a destination on any channel, by what `Channel.identity` makes of it. One number is another destination by SMS than by WhatsApp. */
export const destinationHash = (ctx: Pick<Context, 'settings'>, channel: string, identity: string) =>
  channel === 'email' ? addressHash(ctx, identity) : keyedHash(ctx.settings.secret, 'address', `${channel} ${identity}`)

export const mailboxHash = (ctx: Pick<Context, 'settings'>, email: string) =>
  keyedHash(ctx.settings.secret, 'mailbox', mailboxKey(email))

export const ipHash = (ctx: Pick<Context, 'settings'>, ip: string) => keyedHash(ctx.settings.secret, 'ip', ip)

/** What is done about one mailbox is done one after the other, so that limits on mail to it hold. */
export const lockMailbox = (ctx: Context, email: string) => lockDestination(ctx, mailboxHash(ctx, email))

/** The same of a destination on any channel, by its `mailbox_hash`. */
export const lockDestination = (ctx: Context, hash: Buffer) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`mailbox ${hash.toString('hex')}`}, 0))`.execute(ctx.db)

/** Whether the address must not be written to; `erased` where its owner may still come back by themselves. */
export const suppressionOf = (ctx: Context, hash: Buffer) =>
  ctx.db
    .selectFrom('suppressions')
    .select(['reason', 'erased'])
    .where('org_id', '=', ctx.org)
    .where('address_hash', '=', hash)
    .executeTakeFirst()
