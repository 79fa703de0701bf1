import { type RawBuilder, sql } from 'kysely'
import { parseAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { likeText } from '../lib/like.ts'
import { findPage } from '../pages/find.ts'
import { type Cursor, olderThan } from '../web/paging.ts'
import { addressHash, type Subscriber } from './find.ts'

export const subscriberStates = [
  'active',
  'unconfirmed',
  'unsubscribed',
  'suppressed',
  'quarantined',
  'erased',
] as const

/**
 * Subscribers, newest first, one more than `limit`. A whole address in `q` is found by its keyed hash, also after it
 * was erased; any other text is looked for in the addresses that are still known.
 */
export async function listSubscribers(
  ctx: Context,
  filter: {
    limit: number
    cursor?: Cursor | undefined
    q?: string | undefined
    state?: string | undefined
    /** Id or slug. */
    page?: string | undefined
  },
): Promise<Subscriber[]> {
  const { limit, cursor, q, state } = filter
  const page = filter.page ? await findPage(ctx, filter.page) : null
  return ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('world', '=', false)
    .where(olderThan(cursor))
    .$if(state !== undefined, (query) => query.where('state', '=', state!))
    .$if(page !== null, (query) => query.where('page_id', '=', page!.id))
    .$if(Boolean(q), (query) => query.where(named(ctx, q!)))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** The condition for subscribers whom a text names, see `listSubscribers`. */
export function named(ctx: Context, text: string): RawBuilder<boolean> {
  const hash = hashOf(ctx, text)
  return hash ? sql<boolean>`address_hash = ${hash}` : sql<boolean>`email ilike ${likeText(text)}`
}

function hashOf(ctx: Context, text: string): Buffer | null {
  try {
    return addressHash(ctx, parseAddress(text))
  } catch (error) {
    if (error instanceof InvalidInput) return null
    throw error
  }
}

/** How many there are in each state, of one page or of all. */
export async function countSubscribers(ctx: Context, page?: string): Promise<Record<string, number>> {
  const rows = await ctx.db
    .selectFrom('subscribers')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('org_id', '=', ctx.org)
    .where('world', '=', false)
    .$if(page !== undefined, (query) => query.where('page_id', '=', page!))
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]))
}
