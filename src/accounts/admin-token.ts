import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { digest } from '../lib/seal.ts'

const environment = 'UPFRONT_ADMIN_TOKEN'

/** Makes the environment's token an owner's, and revokes an earlier one. Null: none is given any more. */
export async function ensureAdminToken(outer: Context, secret: string | null): Promise<void> {
  const hash = secret === null ? null : digest(secret)
  await transaction(outer, async (ctx) => {
    const old = await ctx.db
      .updateTable('api_tokens')
      .set({ revoked_at: ctx.now() })
      .where('org_id', '=', ctx.org)
      .where('created_by', '=', environment)
      .where('revoked_at', 'is', null)
      .$if(hash !== null, (query) => query.where('token_hash', '<>', hash))
      .returning('id')
      .execute()
    for (const { id } of old) await record(ctx, { kind: 'token.revoked', subject: id, data: { name: environment } })
    if (secret === null || hash === null) return
    const made = await ctx.db
      .insertInto('api_tokens')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        name: environment,
        role: 'owner',
        token_hash: hash,
        // Nothing of it: it may be short.
        prefix: 'env',
        created_at: ctx.now(),
        created_by: environment,
      })
      .onConflict((conflict) =>
        conflict
          .column('token_hash')
          .doUpdateSet({ revoked_at: null, expires_at: null, role: 'owner' })
          .where(sql.ref('api_tokens.org_id'), '=', ctx.org)
          .where('api_tokens.revoked_at', 'is not', null),
      )
      .returning('id')
      .executeTakeFirst()
    if (made) await record(ctx, { kind: 'token.created', subject: made.id, data: { name: environment, role: 'owner' } })
  })
}
