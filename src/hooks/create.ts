import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { digest, seal } from '../lib/seal.ts'
import { unlessTaken } from '../lib/taken.ts'
import { seconds } from '../rules/schema.ts'
import { sourceOf } from '../sources/index.ts'
import type { SourceRow } from './find.ts'
import type { NewSource } from './schema.ts'
import { requireSettings, sealSettings } from './settings.ts'

/** Opens a way in. Throws `Conflict` where the key or the token is taken. */
export async function createSource(outer: Context, input: NewSource): Promise<SourceRow> {
  requireSettings(input.kind, input.settings ?? {})
  return transaction(outer, async (ctx) => {
    const now = ctx.now()
    const source = await unlessTaken(
      `There is already a source with the key "${input.key}" or with this token.`,
      ctx.db
        .insertInto('sources')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          key: input.key,
          kind: input.kind,
          name: input.name ?? sourceOf(input.kind)?.name ?? input.kind,
          ...tokenColumns(ctx, input.token ?? newToken(ctx)),
          settings_sealed: sealSettings(ctx, input.settings ?? {}),
          silent_after: seconds(input.silentAfter),
          managed_by: fileOf(ctx),
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, { kind: 'source.created', subject: source.id, data: { key: source.key, kind: source.kind } })
    return source
  })
}

/** 32 characters, 192 random bits. */
export const newToken = (ctx: Context) => ctx.random(24).toString('base64url')

export const tokenColumns = (ctx: Context, token: string) => ({
  token_hash: digest(token),
  token_sealed: seal(ctx.settings.secret, ctx.random, token),
})
