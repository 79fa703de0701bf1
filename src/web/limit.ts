import { createRequire } from 'node:module'
import { CompiledQuery } from 'kysely'
import type * as Library from 'rate-limiter-flexible'
import type { Context, Db } from '../lib/context.ts'
import { TooMany } from '../lib/errors.ts'
import { keyedHash } from '../lib/seal.ts'

const load = createRequire(import.meta.url)
// Not by its entry, which loads what it has for every other kind of store.
const RateLimiterPostgres: typeof Library.RateLimiterPostgres = load('rate-limiter-flexible/lib/RateLimiterPostgres')
const RateLimiterRes: typeof Library.RateLimiterRes = load('rate-limiter-flexible/lib/RateLimiterRes')

/** So many times in so long, for each key, whichever process is asked. */
export type Limit = {
  /** Counts one. Throws TooMany. */
  readonly take: (ctx: Counting, key: string) => Promise<void>
  /** Takes back one that was counted. */
  readonly giveBack: (ctx: Counting, key: string) => Promise<void>
  /** Begins anew for this key. */
  readonly forget: (ctx: Counting, key: string) => Promise<void>
}

type Counting = Pick<Context, 'db' | 'settings'>

export type LimitOptions = { name: string; points: number; seconds: number; refusal: string }

/**
 * Counts in the database, for all processes. Once a key is over its limit this process says so from memory until its
 * time is over: a flood is no flood of writes. Keys are hashed: neither addresses nor names are kept. Count outside of
 * a transaction, or what fails was never tried.
 */
export function createLimit({ name, points, seconds, refusal }: LimitOptions): Limit {
  const stores = new WeakMap<Db, Library.RateLimiterPostgres>()
  const storeOf = ({ db }: Counting) => {
    const known = stores.get(db)
    if (known) return known
    const store = new RateLimiterPostgres({
      storeClient: { query: queryOf(db) },
      storeType: 'pool',
      tableName: 'limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points,
      duration: seconds,
      inMemoryBlockOnConsumed: points + 1,
    })
    stores.set(db, store)
    return store
  }
  const hashed = ({ settings }: Counting, key: string) =>
    keyedHash(settings.secret, `limit ${name}`, key).toString('base64url')
  return {
    take: async (ctx, key) => {
      try {
        await storeOf(ctx).consume(hashed(ctx, key))
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw new TooMany(refusal, Math.ceil(refused.msBeforeNext / 1000))
      }
    },
    giveBack: async (ctx, key) => void (await storeOf(ctx).reward(hashed(ctx, key))),
    forget: async (ctx, key) => void (await storeOf(ctx).delete(hashed(ctx, key))),
  }
}

/** As the library asks a pool: its statements go where ours go. */
const queryOf = (db: Db) => async (statement: { text: string; values: unknown[] }) => {
  const { rows } = await db.executeQuery(CompiledQuery.raw(statement.text, statement.values))
  return { rows, rowCount: rows.length }
}

/** Forgets counts whose time is over. */
export const forgetOldLimits = async (ctx: Pick<Context, 'db' | 'now'>) => {
  await ctx.db.deleteFrom('limits').where('expire', '<', ctx.now().getTime()).execute()
}
