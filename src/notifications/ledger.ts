import type { Selectable } from 'kysely'
import type { Deliveries } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { findPage } from '../pages/find.ts'
import { named } from '../subscribers/named.ts'
import type { Cursor } from '../web/paging.ts'
import { olderThan } from '../web/paging.ts'

export const deliveryStates = ['sent', 'queued', 'sending', 'failed', 'skipped', 'superseded'] as const

export type Delivery = Pick<
  Selectable<Deliveries>,
  | 'id'
  | 'page_id'
  | 'update_id'
  | 'incident_id'
  | 'subscriber_id'
  | 'channel'
  | 'state'
  | 'reason'
  | 'detail'
  | 'attempts'
  | 'next_attempt_at'
  | 'sent_at'
  | 'created_at'
  | 'together_with'
> & {
  /** Null once erased, and of other channels than mail. */
  email: string | null
  /** What a destination on another channel is called. */
  label: string | null
  /** The incident's. */
  title: string
  /** Of the post. */
  status: string
  number: number
  /** update, correction or withdrawal. */
  kind: string
}

export type LedgerFilter = {
  limit: number
  cursor?: Cursor | undefined
  q?: string | undefined
  state?: string | undefined
  page?: string | undefined
  update?: string | undefined
  subscriber?: string | undefined
}

/** The delivery ledger, newest first, one more than `limit`: who was told of what, and who was not, and why. */
export async function listDeliveries(ctx: Context, filter: LedgerFilter): Promise<Delivery[]> {
  const { limit, cursor, q, state, update, subscriber } = filter
  const page = filter.page ? await findPage(ctx, filter.page) : null
  return joined(ctx)
    .where(olderThan(cursor, 'd'))
    .$if(state !== undefined, (query) => query.where('d.state', '=', state!))
    .$if(update !== undefined, (query) => query.where('d.update_id', '=', update!))
    .$if(subscriber !== undefined, (query) => query.where('d.subscriber_id', '=', subscriber!))
    .$if(page !== null, (query) => query.where('d.page_id', '=', page!.id))
    .$if(Boolean(q), (query) => query.where('d.subscriber_id', 'in', subscribersNamed(ctx, q!)))
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(limit + 1)
    .execute()
}

export async function findDelivery(ctx: Context, id: string): Promise<Delivery> {
  const delivery = await joined(ctx).where('d.id', '=', id).executeTakeFirst()
  if (!delivery) throw new NotFound('delivery')
  return delivery
}

const joined = (ctx: Context) =>
  ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .innerJoin('incidents as i', 'i.id', 'd.incident_id')
    .innerJoin('incident_updates as u', 'u.id', 'd.update_id')
    .innerJoin('announcements as a', 'a.id', 'd.announcement_id')
    .select([
      'd.id',
      'd.page_id',
      'd.update_id',
      'd.incident_id',
      'd.subscriber_id',
      'd.channel',
      'd.state',
      'd.reason',
    ])
    .select(['d.detail', 'd.attempts', 'd.next_attempt_at', 'd.sent_at', 'd.created_at'])
    .select(['s.email', 's.label', 'd.together_with', 'i.title', 'u.status', 'u.number', 'a.kind'])
    .where('d.org_id', '=', ctx.org)

const subscribersNamed = (ctx: Context, text: string) =>
  ctx.db.selectFrom('subscribers').select('id').where('org_id', '=', ctx.org).where(named(ctx, text))

/** The first few subscribers of a page whose address or name begins so. */
export const subscribersLike = (ctx: Context, page: string, text: string): Promise<Like[]> =>
  ctx.db
    .selectFrom('subscribers')
    .select(['id', 'email', 'label'])
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .where(named(ctx, text))
    .limit(5)
    .execute()

export type Like = { id: string; email: string | null; label: string | null }

/** Whom a line of the ledger is about. */
export const addresseeOf = ({ email, label }: Pick<Delivery, 'email' | 'label'>): string => email ?? label ?? 'erased'

/** How many rows the ledger has about a subscriber. */
export async function countDeliveries(ctx: Context, subscriber: string): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('deliveries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('org_id', '=', ctx.org)
    .where('subscriber_id', '=', subscriber)
    .executeTakeFirstOrThrow()
  return Number(count)
}
