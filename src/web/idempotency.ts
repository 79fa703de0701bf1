import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { seal, unseal } from '../lib/seal.ts'

export type Outcome = { status: number; body: string | null }

const day = 24 * 3_600_000

/**
 * Does the work once for a key: in one transaction with the note of its answer, so that either both exist or neither.
 * The same request again gets that answer; another request with the key is refused; one that is still being worked on
 * is a Conflict. Work that throws leaves no note: it did nothing, and may be tried again with the key.
 */
export async function once(
  outer: Context,
  actorId: string,
  { key, request }: { key: string; request: readonly (string | Uint8Array)[] },
  work: (ctx: Context) => Promise<Outcome>,
): Promise<Outcome & { replayed: boolean }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new InvalidInput('Idempotency-Key: expected 1 to 255 visible ASCII characters.')
  const hash = hashOf(request)
  return transaction(outer, async (ctx) => {
    await lock(ctx, actorId, key)
    const known = await find(ctx, actorId, key)
    if (known) return { ...answerOf(ctx, known, hash), replayed: true }
    const outcome = await work(ctx)
    await ctx.db
      .insertInto('idempotency_keys')
      .values({
        org_id: ctx.org,
        actor_id: actorId,
        key,
        request_hash: hash,
        status: outcome.status,
        // Sealed: the answer may hold a token that is shown once and kept nowhere else.
        response: JSON.stringify(
          outcome.body && seal(ctx.settings.secret, ctx.random, outcome.body).toString('base64'),
        ),
        created_at: ctx.now(),
      })
      .execute()
    return { ...outcome, replayed: false }
  })
}

/** Forgets keys of more than a day ago. */
export async function forgetOldKeys(ctx: Pick<Context, 'db' | 'now'>): Promise<void> {
  await ctx.db.deleteFrom('idempotency_keys').where('created_at', '<', yesterday(ctx)).execute()
}

function hashOf(parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return hash.digest()
}

async function lock(ctx: Context, actorId: string, key: string) {
  const name = JSON.stringify(['idempotency', ctx.org, actorId, key])
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine`.execute(ctx.db)
  if (!rows[0]?.mine) throw new Conflict('A request with this Idempotency-Key is still being worked on.')
}

/** The note of an earlier answer; one that is too old is forgotten on the way. */
async function find(ctx: Context, actorId: string, key: string) {
  const mine = { org_id: ctx.org, actor_id: actorId, key }
  const old = ctx.db.deleteFrom('idempotency_keys').where('created_at', '<', yesterday(ctx))
  await old.where((eb) => eb.and(mine)).execute()
  return ctx.db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where((eb) => eb.and(mine))
    .executeTakeFirst()
}

function answerOf(
  ctx: Context,
  known: { request_hash: Buffer; status: number | null; response: unknown },
  hash: Buffer,
): Outcome {
  if (!known.request_hash.equals(hash)) throw new InvalidInput('This Idempotency-Key was used for another request.')
  const sealed = known.response
  const body = typeof sealed === 'string' ? unseal(ctx.settings.secret, Buffer.from(sealed, 'base64')) : null
  return { status: known.status ?? 204, body }
}

const yesterday = (ctx: Pick<Context, 'now'>) => new Date(ctx.now().getTime() - day)
